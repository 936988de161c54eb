-- All times are UTC with microseconds. Grants are clustered in the order of their acceptance; what is due
-- is found through one narrow index in which finished and waiting grants do not stand (due_at is null).
CREATE TABLE grants (
  number         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  grant_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version        BIGINT NOT NULL,
  claim          BIGINT NOT NULL COMMENT 'how often a replica has claimed it',
  client         VARCHAR(255) NOT NULL,
  state          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  due_at         DATETIME(6) NULL COMMENT 'when the engine has to look again; a claim moves it to the lease end',
  accepted_at    DATETIME(6) NOT NULL,
  expires_at     DATETIME(6) NOT NULL COMMENT 'until when the grant must be decided',
  grant_endpoint VARCHAR(2048) NULL,
  callback_key   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'SHA-256 of the callback id',
  traceparent    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  request        MEDIUMTEXT NOT NULL COMMENT 'the accepted command as JSON',
  facts          MEDIUMTEXT NOT NULL COMMENT 'what is valid in the state, as JSON, without secrets',
  secrets        MEDIUMTEXT NULL COMMENT 'tokens, nonces and interact_ref of the state; null in terminal states',
  PRIMARY KEY (number),
  UNIQUE KEY grants_by_grant_id (grant_id),
  UNIQUE KEY grants_by_callback_key (callback_key),
  KEY grants_by_due_at (due_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;

-- Append-only. One row for each committed change of a grant.
CREATE TABLE grant_history (
  number      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  grant_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version     BIGINT NOT NULL COMMENT 'of the grant, after the change',
  from_state  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  to_state    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause       VARCHAR(64) NOT NULL,
  at          DATETIME(6) NOT NULL,
  traceparent VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (number),
  UNIQUE KEY grant_history_by_grant (grant_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;

-- Messages that are committed and not yet published; a row is deleted once Kafka has acknowledged it.
CREATE TABLE outbox (
  number     BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  record_key BLOB NULL,
  value      MEDIUMBLOB NULL,
  headers    MEDIUMTEXT NOT NULL COMMENT 'JSON array of name and base64 value, in order',
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;

-- Whoever holds the lock on the one row publishes; that keeps the order of events with several replicas.
CREATE TABLE outbox_relay (
  number TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB;

INSERT INTO outbox_relay (number) VALUES (1);

-- Revocations that overtook their request.
CREATE TABLE early_revocations (
  grant_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at       DATETIME(6) NOT NULL,
  PRIMARY KEY (grant_id)
) ENGINE = InnoDB;
