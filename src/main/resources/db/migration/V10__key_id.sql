-- By which key of the client instance the grant was asked for. A server that was shown the key itself has bound the
-- grant and its tokens to it; grants from before this column are gone on with by the key of the day.
ALTER TABLE grants
  ADD COLUMN key_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'kid of the key that signed the grant request';
