-- Tamper evidence: transfers are sealed in blocks, in the order of their positions. A block holds
-- the hash of every transfer in it and the block before, and is signed. See docs/ledger-proofs.md.

CREATE TABLE seal_key (
  key_id        text        PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{16}$'),
  public_key    bytea       NOT NULL UNIQUE,
  first_used_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN seal_key.public_key IS 'Ed25519, X.509 SubjectPublicKeyInfo in DER';

CREATE TABLE seal (
  number         bigint      PRIMARY KEY CHECK (number > 0),
  first_position bigint      NOT NULL,
  last_position  bigint      NOT NULL UNIQUE,
  transfers      integer     NOT NULL CHECK (transfers BETWEEN 1 AND 4096),
  leaves         bytea       NOT NULL,
  root           bytea       NOT NULL CHECK (length(root) = 32),
  previous_head  bytea       NOT NULL CHECK (length(previous_head) = 32),
  head           bytea       NOT NULL CHECK (length(head) = 32),
  signature      bytea       NOT NULL CHECK (length(signature) = 64),
  key_id         text        NOT NULL REFERENCES seal_key (key_id),
  sealed_at      timestamptz NOT NULL,
  CONSTRAINT seal_leaves CHECK (length(leaves) = transfers * 32),
  CONSTRAINT seal_positions CHECK (last_position - first_position >= transfers - 1)
);

-- Hashes do not compress.
ALTER TABLE seal ALTER COLUMN leaves SET STORAGE EXTERNAL;

COMMENT ON COLUMN seal.number IS 'gapless, from 1';
COMMENT ON COLUMN seal.leaves IS 'the hash of each transfer, 32 bytes each, in order of position';

-- A seal continues the last one.
CREATE FUNCTION seal_continues() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last seal%ROWTYPE;
BEGIN
  SELECT * INTO last FROM seal ORDER BY number DESC LIMIT 1;
  IF NOT FOUND THEN
    IF NEW.number <> 1 OR NEW.previous_head <> decode(repeat('00', 32), 'hex') THEN
      RAISE EXCEPTION 'seal % is not the first', NEW.number USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.number <> last.number + 1 OR NEW.previous_head <> last.head
     OR NEW.first_position <= last.last_position THEN
    RAISE EXCEPTION 'seal % does not continue seal %', NEW.number, last.number
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER seal_continues BEFORE INSERT ON seal
  FOR EACH ROW EXECUTE FUNCTION seal_continues();
CREATE TRIGGER seal_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_key_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON seal_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
