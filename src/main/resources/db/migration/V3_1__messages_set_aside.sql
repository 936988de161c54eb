-- Messages that Kafka will never take as they are. They stay until an operator has acted, and keep no others waiting.
CREATE TABLE outbox_set_aside (
  number       BIGINT UNSIGNED NOT NULL COMMENT 'that it had in the outbox',
  kind         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  record_key   MEDIUMBLOB NULL,
  value        MEDIUMBLOB NULL,
  headers      MEDIUMTEXT NOT NULL,
  created_at   DATETIME(6) NOT NULL,
  error        VARCHAR(512) NOT NULL COMMENT 'what Kafka said',
  set_aside_at DATETIME(6) NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;
