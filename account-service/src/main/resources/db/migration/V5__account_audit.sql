-- Who did what to accounts by hand, and why. Each row holds the hash of the one before it, so that
-- no row can be changed, taken out or put in without breaking the chain behind it.
CREATE TABLE account_audit (
  number        bigint      PRIMARY KEY CHECK (number > 0),
  actor         text        NOT NULL CHECK (length(actor) BETWEEN 1 AND 255),
  action        text        NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
  account_id    uuid        REFERENCES account (id),
  transfer_id   text        CHECK (length(transfer_id) <= 255),
  before        text        CHECK (before IS JSON),
  after         text        CHECK (after IS JSON),
  reason        text        CHECK (length(reason) <= 255),
  trace_id      text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  span_id       text        CHECK (span_id ~ '^[0-9a-f]{16}$'),
  request_id    text        CHECK (length(request_id) <= 255),
  created_at    timestamptz NOT NULL,
  previous_hash bytea       NOT NULL CHECK (length(previous_hash) = 32),
  hash          bytea       NOT NULL CHECK (length(hash) = 32)
);

CREATE INDEX account_audit_by_account ON account_audit (account_id, number) WHERE account_id IS NOT NULL;
CREATE INDEX account_audit_by_transfer ON account_audit (transfer_id) WHERE transfer_id IS NOT NULL;
CREATE INDEX account_audit_by_trace ON account_audit (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX account_audit_by_actor ON account_audit (actor, number);
CREATE INDEX account_audit_by_time ON account_audit (created_at);

COMMENT ON COLUMN account_audit.number IS 'gapless, from 1';
COMMENT ON COLUMN account_audit.hash IS 'of all other columns, the hash before it among them';

-- The end of the chain. Its lock puts the rows in one order, and without it the last rows could go
-- unnoticed.
CREATE TABLE account_audit_head (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  number bigint  NOT NULL,
  hash   bytea   NOT NULL
);

INSERT INTO account_audit_head (number, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- Where one part ends and the next begins counts, and so does whether a part is there at all.
CREATE FUNCTION account_audit_hash(link account_audit) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(string_agg(
           CASE WHEN part IS NULL THEN '-:' ELSE octet_length(part) || ':' || part END,
           '' ORDER BY place), 'UTF8'))
  FROM unnest(ARRAY[
    link.number::text, link.actor, link.action, link.account_id::text, link.transfer_id, link.before,
    link.after, link.reason, link.trace_id, link.span_id, link.request_id,
    (extract(epoch FROM link.created_at) * 1000000)::bigint::text,
    encode(link.previous_hash, 'hex')]) WITH ORDINALITY AS parts (part, place)
$$;

CREATE FUNCTION account_audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last account_audit_head;
BEGIN
  SELECT * INTO STRICT last FROM account_audit_head FOR UPDATE;
  IF last.number > 0 AND NOT EXISTS (
      SELECT FROM account_audit WHERE number = last.number AND hash = last.hash) THEN
    RAISE EXCEPTION 'the audit chain is broken at its end, %', last.number
      USING ERRCODE = 'check_violation';
  END IF;
  NEW.number := last.number + 1;
  NEW.created_at := clock_timestamp();
  NEW.previous_hash := last.hash;
  NEW.hash := account_audit_hash(NEW);
  UPDATE account_audit_head SET number = NEW.number, hash = NEW.hash;
  RETURN NEW;
END $$;

CREATE TRIGGER account_audit_link BEFORE INSERT ON account_audit
  FOR EACH ROW EXECUTE FUNCTION account_audit_link();
CREATE TRIGGER account_audit_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON account_audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_audit_head_follows BEFORE UPDATE ON account_audit_head
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_audit_head_stays BEFORE DELETE OR TRUNCATE ON account_audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An operator's wish to post by hand: written, and audited, before the ledger hears of it.
CREATE TABLE adjustment (
  id              text        PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  actor           text        NOT NULL,
  idempotency_key text        NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  fingerprint     bytea       NOT NULL,
  outcome         text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (actor, idempotency_key)
);

COMMENT ON COLUMN adjustment.outcome IS 'posted, or why it was declined; audited when it is set';

CREATE FUNCTION adjustment_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
     OR (NEW.id, NEW.actor, NEW.idempotency_key, NEW.fingerprint, NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.actor, OLD.idempotency_key, OLD.fingerprint, OLD.created_at) THEN
    RAISE EXCEPTION 'adjustment % has ended; this change of it is refused', OLD.id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER adjustment_ends_once BEFORE UPDATE ON adjustment
  FOR EACH ROW EXECUTE FUNCTION adjustment_ends_once();
CREATE TRIGGER adjustment_stays BEFORE DELETE OR TRUNCATE ON adjustment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
