-- Grants are counted by their state to the outside, a slice at a time, in an index that is touched when that state
-- changes; of the claims only a poll's does. The column is computed and takes no room in the row. Two statements, because together they
-- would copy the table; each by itself is made while the old release works on.
ALTER TABLE grants
  ADD COLUMN status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin GENERATED ALWAYS AS (
    CASE state
      WHEN 'REQUESTING' THEN 'REQUESTED'
      WHEN 'RETIRING' THEN 'REQUESTED'
      WHEN 'RENEWABLE' THEN 'REQUESTED'
      WHEN 'RENEWING' THEN 'REQUESTED'
      WHEN 'POLLING' THEN 'PENDING'
      WHEN 'CONTINUING' THEN 'APPROVED'
      WHEN 'ROTATING' THEN 'FINALIZED'
      WHEN 'REVOKING_TOKEN' THEN 'FINALIZED'
      ELSE state
    END) VIRTUAL COMMENT 'the state to the outside';

ALTER TABLE grants ADD KEY grants_by_status (status, number);
