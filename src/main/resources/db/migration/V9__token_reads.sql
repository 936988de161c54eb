-- Append-only. One row for each access token, and each confirmed subject, that was handed out by reference; it is
-- committed before the token leaves. Rows go with their grant, and before it when they are as old as ended grants get.
CREATE TABLE token_reads (
  number        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  grant_id      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  client        VARCHAR(255) NOT NULL,
  label         VARCHAR(64) NULL COMMENT 'null for the only token of its grant',
  token_version INT NULL COMMENT 'null where the subject was read',
  reader        VARCHAR(255) NULL COMMENT 'who asked, as the bearer token named them',
  at            DATETIME(6) NOT NULL,
  PRIMARY KEY (number),
  KEY token_reads_by_grant (grant_id),
  KEY token_reads_by_at (at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;
