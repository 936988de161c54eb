-- Lists of grants, newest first, of all clients or of one. Neither index is touched again once a grant is added, and
-- entries go in at the end, so they cost little where it counts. Other filters look at a bounded number of grants.
ALTER TABLE grants
  ADD KEY grants_by_accepted_at (accepted_at),
  ADD KEY grants_by_client (client, accepted_at);
