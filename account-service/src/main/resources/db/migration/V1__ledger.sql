-- The double-entry ledger. Balances are credits minus debits in minor units, so that the sum over
-- all accounts of a currency is always zero.

CREATE TABLE account (
  id          uuid        PRIMARY KEY DEFAULT uuidv7(),
  kind        text        NOT NULL CHECK (kind IN ('wallet', 'system')),
  merchant_id text,
  user_id     text,
  code        text,
  stripe      smallint,
  currency    text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status      text        NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'frozen', 'closed')),
  posted      bigint      NOT NULL DEFAULT 0,
  held        bigint      NOT NULL DEFAULT 0 CHECK (held >= 0),
  version     bigint      NOT NULL DEFAULT 0 CHECK (version >= 0),
  trace_id    text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  created_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT account_identity CHECK (
    CASE kind
      WHEN 'wallet' THEN merchant_id IS NOT NULL AND user_id IS NOT NULL
                     AND code IS NULL AND stripe IS NULL
      ELSE merchant_id IS NULL AND user_id IS NULL
       AND code IS NOT NULL AND stripe >= 0
    END),
  -- System accounts mirror the outside world and may go negative; a wallet never may.
  CONSTRAINT account_floor CHECK (kind = 'system' OR posted - held >= 0),
  UNIQUE (id, currency)
) WITH (fillfactor = 70);

CREATE UNIQUE INDEX account_wallet ON account (merchant_id, user_id, currency) WHERE kind = 'wallet';
CREATE UNIQUE INDEX account_stripe ON account (code, currency, stripe) WHERE kind = 'system';

COMMENT ON COLUMN account.version IS 'number of postings; the last one carries it';
COMMENT ON COLUMN account.held IS 'reserved by holds; counts against what is available';

-- An id is used once: by a transfer that was posted, or by one that was declined. A reversal that
-- comes before its deduction writes the deduction as declined ("fenced"), so one unique index
-- decides between the two.
CREATE TABLE transfer (
  id           text        PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
  kind         text        NOT NULL CHECK (kind IN ('deposit', 'deduction', 'reversal', 'settlement')),
  decline_code text,
  legs         smallint    NOT NULL,
  merchant_id  text,
  reverses     text        UNIQUE REFERENCES transfer (id),
  reason       text        CHECK (length(reason) <= 255),
  fingerprint  bytea,
  trace_id     text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT transfer_outcome CHECK (
    CASE WHEN decline_code IS NULL THEN legs >= 2 ELSE legs = 0 END),
  CONSTRAINT transfer_reverses CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
  -- Only a fence does not know what it keeps out.
  CONSTRAINT transfer_content CHECK (fingerprint IS NOT NULL OR decline_code = 'fenced')
);

CREATE TABLE posting (
  account_id      uuid     NOT NULL,
  account_version bigint   NOT NULL CHECK (account_version > 0),
  transfer_id     text     NOT NULL REFERENCES transfer (id),
  leg             smallint NOT NULL CHECK (leg > 0),
  direction       text     NOT NULL CHECK (direction IN ('debit', 'credit')),
  amount          bigint   NOT NULL CHECK (amount > 0),
  currency        text     NOT NULL,
  balance_after   bigint   NOT NULL,
  PRIMARY KEY (account_id, account_version),
  UNIQUE (transfer_id, leg),
  FOREIGN KEY (account_id, currency) REFERENCES account (id, currency)
);

COMMENT ON COLUMN posting.account_version IS 'gapless per account, from 1';

-- What is written stays written: a correction is a new transfer.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER posting_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_stays BEFORE DELETE OR TRUNCATE ON account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_keeps_its_identity
  BEFORE UPDATE OF id, kind, merchant_id, user_id, code, stripe, currency ON account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_opens_empty BEFORE INSERT ON account FOR EACH ROW
  WHEN (NEW.posted <> 0 OR NEW.held <> 0 OR NEW.version <> 0)
  EXECUTE FUNCTION refuse_change();

-- Debits equal credits per currency, and all announced legs are there, when the transaction commits.
CREATE FUNCTION transfer_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  legs     bigint;
  balanced boolean;
BEGIN
  SELECT coalesce(sum(c.legs), 0), coalesce(bool_and(c.net = 0), true) INTO legs, balanced
  FROM (SELECT count(*) AS legs,
               sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END) AS net
        FROM posting WHERE transfer_id = NEW.id GROUP BY currency) c;
  IF legs <> NEW.legs OR NOT balanced THEN
    RAISE EXCEPTION 'transfer % does not balance', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER transfer_balances AFTER INSERT ON transfer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transfer_balances();

-- A posting continues its account: the version before it exists, the balances add up, the account
-- row has moved with it, and its transfer announced it (so nothing is added to an old transfer).
-- Plans are pinned to index look-ups: a plan made for a bulk insert would otherwise be kept for the
-- small ones that follow on the same connection.
CREATE FUNCTION posting_continues_account() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  broken text;
BEGIN
  SELECT p.transfer_id INTO broken
  FROM inserted p
  JOIN transfer t ON t.id = p.transfer_id
  JOIN account a ON a.id = p.account_id
  LEFT JOIN posting previous
    ON previous.account_id = p.account_id AND previous.account_version = p.account_version - 1
  WHERE p.leg > t.legs
     OR p.account_version > a.version
     OR (p.account_version > 1 AND previous.account_id IS NULL)
     OR p.balance_after <> coalesce(previous.balance_after, 0)
        + CASE p.direction WHEN 'credit' THEN p.amount ELSE -p.amount END
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a posting of transfer % does not continue its account', broken
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER posting_continues_account AFTER INSERT ON posting
  REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION posting_continues_account();

-- A balance moves by postings only, and forwards only.
CREATE FUNCTION account_matches_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version < OLD.version OR NOT EXISTS (
      SELECT FROM posting
      WHERE account_id = NEW.id AND account_version = NEW.version AND balance_after = NEW.posted) THEN
    RAISE EXCEPTION 'account % differs from its postings', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER account_matches_posting AFTER UPDATE OF posted, version ON account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.posted <> NEW.posted OR OLD.version <> NEW.version)
  EXECUTE FUNCTION account_matches_posting();
