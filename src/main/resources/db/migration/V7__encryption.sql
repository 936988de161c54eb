-- Secrets are encrypted by Grantflow before they come here. Of which key each row is stands beside it, so that rows under
-- an older key are found; 0 is of no key and marks what was written in clear, which no later version reads.
ALTER TABLE grants
  MODIFY secrets MEDIUMBLOB NULL COMMENT 'what is secret about the state, encrypted; null in terminal states',
  ADD COLUMN secrets_key INT UNSIGNED NULL COMMENT 'the id of the key that encrypted them';

UPDATE grants SET secrets_key = 0 WHERE secrets IS NOT NULL;

-- A replica from before, which knows nothing of keys, fails before it writes a secret in clear.
ALTER TABLE grants ADD CONSTRAINT grants_secrets_have_a_key CHECK ((secrets IS NULL) = (secrets_key IS NULL));

ALTER TABLE grants ADD KEY grants_by_secrets_key (secrets_key);

-- Key, value and headers of a message are each encrypted, bound to the message by an id that stays the same where the
-- message is set aside and put back.
ALTER TABLE outbox
  ADD COLUMN message_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL AFTER kind,
  MODIFY headers MEDIUMBLOB NOT NULL COMMENT 'JSON array of name and base64 value, in order',
  ADD COLUMN secrets_key INT UNSIGNED NOT NULL COMMENT 'the id of the key that encrypted it',
  ADD KEY outbox_by_secrets_key (secrets_key);

ALTER TABLE outbox_set_aside
  ADD COLUMN message_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL AFTER kind,
  MODIFY headers MEDIUMBLOB NOT NULL,
  ADD COLUMN secrets_key INT UNSIGNED NOT NULL COMMENT 'the id of the key that encrypted it',
  ADD KEY outbox_set_aside_by_secrets_key (secrets_key);

-- A known sentence under each key that was ever used here, by which another key under the same id is told from it.
CREATE TABLE encryption_keys (
  secrets_key INT UNSIGNED NOT NULL,
  sentinel    VARBINARY(255) NOT NULL,
  PRIMARY KEY (secrets_key)
) ENGINE = InnoDB;
