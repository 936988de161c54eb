-- What operators have paused: nothing new is sent for a client instance, or to an authorization server, that stands here.
-- A handful of rows, which every replica reads every few seconds.
CREATE TABLE IF NOT EXISTS pauses (
  kind      VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'CLIENT or SERVER',
  name      VARCHAR(255) NOT NULL COMMENT 'of the client instance, or host and port of the server',
  since     DATETIME(6) NOT NULL,
  paused_by VARCHAR(255) NOT NULL COMMENT 'who, as the bearer token named them',
  reason    VARCHAR(500) NULL,
  PRIMARY KEY (kind, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;
