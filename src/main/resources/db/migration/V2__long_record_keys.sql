-- A dead letter keeps the key of the refused record, which may be longer than a BLOB's 64 KiB. What does not fit
-- here is never accepted, and would stop the reading of its partition.
ALTER TABLE outbox MODIFY record_key MEDIUMBLOB NULL;
