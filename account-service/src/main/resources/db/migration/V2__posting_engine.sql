-- Many transfers are posted by one statement, so what the database enforces is checked per
-- statement: the rows of a whole batch cost about what one row's triggers did. A transfer, its
-- postings and the balances they move must therefore be written by one statement.

DROP TRIGGER transfer_balances ON transfer;
DROP FUNCTION transfer_balances;
DROP TRIGGER posting_continues_account ON posting;
DROP FUNCTION posting_continues_account;
DROP TRIGGER account_matches_posting ON account;
DROP FUNCTION account_matches_posting;

-- The triggers below look these up anyway, and neither a transfer nor an account is ever deleted.
ALTER TABLE posting
  DROP CONSTRAINT posting_transfer_id_fkey,
  DROP CONSTRAINT posting_account_id_currency_fkey;

-- Where a transfer stands in the ledger. Transfers that commit later may stand before it, but only
-- such as had a transaction id when it was given its place: next_position() takes that first.
CREATE SEQUENCE transfer_position;

CREATE FUNCTION next_position() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_current_xact_id();
  RETURN nextval('transfer_position');
END $$;

ALTER TABLE transfer
  ADD COLUMN position bigint NOT NULL DEFAULT next_position(),
  ADD COLUMN hold_id  text,
  DROP CONSTRAINT transfer_kind_check,
  ADD CONSTRAINT transfer_kind_check CHECK (kind IN
    ('deposit', 'deduction', 'reversal', 'settlement', 'capture', 'transfer', 'adjustment')),
  DROP CONSTRAINT transfer_reverses_key,
  DROP CONSTRAINT transfer_reverses_fkey,
  -- A regular expression cost a tenth of a posting.
  DROP CONSTRAINT transfer_trace_id_check,
  ADD CONSTRAINT transfer_trace_id_check CHECK (octet_length(trace_id) = 32);

ALTER SEQUENCE transfer_position OWNED BY transfer.position;
CREATE UNIQUE INDEX transfer_by_position ON transfer (position);
CREATE UNIQUE INDEX transfer_by_reverses ON transfer (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX transfer_by_hold ON transfer (hold_id) WHERE hold_id IS NOT NULL;

COMMENT ON COLUMN transfer.position IS 'its place in the ledger; not gapless';
COMMENT ON COLUMN transfer.hold_id IS 'the hold that it posts';

-- Money that is reserved for one purpose and counts against what is available. A hold that was
-- refused, or voided before it came, is written too: its id is used up.
CREATE TABLE hold (
  id           text        PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
  account_id   uuid        REFERENCES account (id),
  merchant_id  text,
  currency     text,
  amount       bigint      NOT NULL CHECK (amount >= 0),
  posted       bigint      NOT NULL DEFAULT 0 CHECK (posted >= 0),
  remaining    bigint      NOT NULL CHECK (remaining >= 0),
  status       text        NOT NULL
    CHECK (status IN ('placed', 'posted', 'voided', 'expired', 'declined')),
  decline_code text,
  fingerprint  bytea,
  expires_at   timestamptz,
  trace_id     text        CHECK (octet_length(trace_id) = 32),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT hold_within_amount CHECK (posted + remaining <= amount),
  CONSTRAINT hold_remaining CHECK ((status = 'placed') = (remaining > 0)),
  CONSTRAINT hold_outcome CHECK (
    CASE status
      WHEN 'declined' THEN decline_code IS NOT NULL AND posted = 0
      ELSE decline_code IS NULL AND account_id IS NOT NULL AND currency IS NOT NULL
       AND fingerprint IS NOT NULL AND expires_at IS NOT NULL
    END),
  CONSTRAINT hold_content CHECK (fingerprint IS NOT NULL OR decline_code = 'fenced')
) WITH (fillfactor = 80);

CREATE INDEX hold_due ON hold (expires_at) WHERE status = 'placed';
CREATE INDEX hold_open ON hold (account_id) WHERE status = 'placed';

COMMENT ON COLUMN hold.remaining IS 'what is still reserved';

-- A hold only shrinks, and ends once.
CREATE FUNCTION hold_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'placed' OR NEW.remaining > OLD.remaining OR NEW.posted < OLD.posted
     OR (NEW.id, NEW.account_id, NEW.merchant_id, NEW.currency, NEW.amount, NEW.fingerprint,
         NEW.expires_at, NEW.trace_id, NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.account_id, OLD.merchant_id, OLD.currency, OLD.amount, OLD.fingerprint,
         OLD.expires_at, OLD.trace_id, OLD.created_at) THEN
    RAISE EXCEPTION 'hold % is %; this change of it is refused', OLD.id, OLD.status
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER hold_moves_forward BEFORE UPDATE ON hold
  FOR EACH ROW EXECUTE FUNCTION hold_moves_forward();
CREATE TRIGGER hold_stays BEFORE DELETE OR TRUNCATE ON hold
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Plans are pinned to index look-ups: a plan made for a bulk insert would otherwise be kept for the
-- small ones that follow on the same connection.

-- Debits equal credits in one currency, all announced legs are there, and so is what is reversed.
CREATE FUNCTION transfers_balance() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  broken text;
BEGIN
  SELECT t.id INTO broken
  FROM inserted t CROSS JOIN LATERAL (
    SELECT count(*) AS legs, min(currency) = max(currency) AS one_currency,
           sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END) AS net
    FROM posting WHERE transfer_id = t.id) p
  WHERE p.legs <> t.legs OR p.net <> 0 OR NOT p.one_currency
     OR (t.reverses IS NOT NULL AND NOT EXISTS (SELECT FROM transfer r WHERE r.id = t.reverses))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'transfer % does not balance', broken USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER transfers_balance AFTER INSERT ON transfer
  REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION transfers_balance();

-- A posting continues its account: the version before it exists, the balances add up, the account
-- row has moved with it, and its transfer announced it (so nothing is added to an old transfer).
-- What came before is looked up for the first posting of each account only, and the account for the
-- last: the others are compared among themselves.
CREATE FUNCTION postings_continue_accounts() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  broken text;
BEGIN
  SELECT p.transfer_id INTO broken
  FROM (SELECT transfer_id, max(leg) AS leg FROM inserted GROUP BY transfer_id) p
  LEFT JOIN transfer t ON t.id = p.transfer_id
  WHERE t.id IS NULL OR p.leg > t.legs
  LIMIT 1;
  IF NOT FOUND THEN
    SELECT p.transfer_id INTO broken
    FROM (
      SELECT *, lag(account_version) OVER chain AS version_before,
             lag(balance_after) OVER chain AS balance_before,
             lead(account_version) OVER chain AS version_after,
             CASE direction WHEN 'credit' THEN amount ELSE -amount END AS net
      FROM inserted WINDOW chain AS (PARTITION BY account_id, currency ORDER BY account_version)) p
    LEFT JOIN LATERAL (
      SELECT s.account_version, s.balance_after FROM posting s
      WHERE p.version_before IS NULL
        AND s.account_id = p.account_id AND s.account_version = p.account_version - 1
      LIMIT 1) stored ON true
    LEFT JOIN LATERAL (
      SELECT a.version FROM account a
      WHERE p.version_after IS NULL AND a.id = p.account_id AND a.currency = p.currency
      LIMIT 1) account ON true
    WHERE p.account_version
          <> coalesce(p.version_before, stored.account_version, 0) + 1
       OR p.balance_after <> coalesce(p.balance_before, stored.balance_after, 0) + p.net
       OR (p.version_after IS NULL AND p.account_version > coalesce(account.version, 0))
    LIMIT 1;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'a posting of transfer % does not continue its account', broken
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER postings_continue_accounts AFTER INSERT ON posting
  REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION postings_continue_accounts();

-- A balance stands at its account's last posting.
CREATE FUNCTION accounts_match_postings() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  broken uuid;
BEGIN
  SELECT a.id INTO broken
  FROM changed a
  LEFT JOIN LATERAL (
    SELECT account_version, balance_after FROM posting
    WHERE account_id = a.id ORDER BY account_version DESC LIMIT 1) last ON true
  WHERE (a.version, a.posted)
        IS DISTINCT FROM (coalesce(last.account_version, 0), coalesce(last.balance_after, 0))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'account % differs from its postings', broken
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER accounts_match_postings AFTER UPDATE ON account
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION accounts_match_postings();
