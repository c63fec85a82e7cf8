-- A posting's key begins with its version, not with its account. What is posted now then stands
-- close together in the index, whichever accounts it moves: ledgers that are years old grow at the
-- same few pages as new ones, where every account used to have pages of its own. An account's
-- versions are gapless, so its history is read by looking numbers up: PostgreSQL does so by itself
-- (an index skip scan) where the versions have bounds.
ALTER TABLE posting DROP CONSTRAINT posting_pkey;
ALTER TABLE posting ADD PRIMARY KEY (account_version, account_id);

-- A balance stands at its account's last posting.
CREATE OR REPLACE FUNCTION accounts_match_postings() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  broken uuid;
BEGIN
  SELECT a.id INTO broken
  FROM changed a
  LEFT JOIN LATERAL (
    SELECT p.account_version, p.balance_after FROM posting p
    WHERE p.account_id = a.id AND p.account_version = a.version LIMIT 1) last ON true
  WHERE (a.version, a.posted)
        IS DISTINCT FROM (coalesce(last.account_version, 0), coalesce(last.balance_after, 0))
     OR EXISTS (SELECT FROM posting p
                WHERE p.account_id = a.id AND p.account_version = a.version + 1)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'account % differs from its postings', broken
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
