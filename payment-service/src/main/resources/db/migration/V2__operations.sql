-- What happens to a payment after its authorisation, and requests that begin it once each.

ALTER TABLE payment
  ADD COLUMN capture_method text        NOT NULL DEFAULT 'automatic'
                            CHECK (capture_method IN ('automatic', 'manual')),
  ADD COLUMN capture_before timestamptz,
  ADD COLUMN capturable     bigint      NOT NULL DEFAULT 0,
  ADD COLUMN captured       bigint      NOT NULL DEFAULT 0,
  ADD COLUMN refunded       bigint      NOT NULL DEFAULT 0,
  ADD COLUMN event_sequence bigint      NOT NULL DEFAULT 1;

UPDATE payment
SET event_sequence = version, captured = CASE status WHEN 'succeeded' THEN amount ELSE 0 END;

ALTER TABLE payment
  ADD CONSTRAINT payment_totals CHECK (
    captured BETWEEN 0 AND amount AND refunded BETWEEN 0 AND captured
    AND capturable BETWEEN 0 AND amount - captured),
  ADD CONSTRAINT payment_paid CHECK (status <> 'succeeded' OR captured > 0),
  ADD CONSTRAINT payment_unpaid CHECK (
    status NOT IN ('failed', 'canceled', 'expired') OR (captured = 0 AND capturable = 0)),
  ADD CONSTRAINT payment_window CHECK (status <> 'requires_capture' OR capture_before IS NOT NULL);

COMMENT ON COLUMN payment.capturable IS
  'what may still be captured, in minor units: authorised, and neither captured nor being captured';
COMMENT ON COLUMN payment.captured IS 'what was captured, in minor units';
COMMENT ON COLUMN payment.refunded IS 'what was given back of it, in minor units';
COMMENT ON COLUMN payment.event_sequence IS
  'rises with every move and with every event that is no move';

CREATE INDEX payment_to_expire ON payment (capture_before) WHERE status = 'requires_capture';

CREATE TABLE payment_operation (
  uuid           uuid        PRIMARY KEY,
  payment_uuid   uuid        NOT NULL REFERENCES payment (uuid),
  kind           text        NOT NULL
                 CHECK (kind IN ('capture', 'void', 'expiry', 'refund', 'late_refund')),
  amount         bigint      NOT NULL CHECK (amount > 0),
  final_capture  boolean     NOT NULL DEFAULT false CHECK (NOT final_capture OR kind = 'capture'),
  reason         text        CHECK (length(reason) <= 500),
  parts          jsonb       NOT NULL,
  status         text        NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),

  channel        text,
  transaction_id text,
  message        text,
  failure_code   text,
  decline_code   text,
  abandoned_for  text,

  leased         boolean     NOT NULL,
  resume_at      timestamptz,
  resumptions    integer     NOT NULL DEFAULT 0,
  tries          integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),

  requested_by   text        NOT NULL,
  trace_id       text,
  traceparent    text,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT operation_failure CHECK ((status = 'failed') = (failure_code IS NOT NULL)),
  CONSTRAINT operation_work CHECK (CASE status WHEN 'pending' THEN resume_at IS NOT NULL
                                               ELSE resume_at IS NULL AND NOT leased END)
) WITH (fillfactor = 80);

COMMENT ON TABLE payment_operation IS
  'captures, voids, expiries and refunds: each is begun under the lock of its payment';
COMMENT ON COLUMN payment_operation.uuid IS 'UUIDv7; public as cap_ or re_ and the uuid';
COMMENT ON COLUMN payment_operation.amount IS 'minor units of the payment''s currency';
COMMENT ON COLUMN payment_operation.parts IS
  'the attempts that it applies to, in order: [{"of": attempt, "amount": minor units}]';
COMMENT ON COLUMN payment_operation.decline_code IS
  'the channel''s own code; also of an operation that succeeded although the channel refused it';
COMMENT ON COLUMN payment_operation.requested_by IS 'who asked for it';

CREATE INDEX payment_operation_of_payment ON payment_operation (payment_uuid, uuid);
CREATE INDEX payment_operation_to_resume ON payment_operation (resume_at)
  WHERE status = 'pending';
CREATE UNIQUE INDEX payment_operation_one_end ON payment_operation (payment_uuid)
  WHERE kind IN ('void', 'expiry') AND status <> 'failed';
CREATE UNIQUE INDEX payment_operation_one_final_capture ON payment_operation (payment_uuid)
  WHERE final_capture AND status <> 'failed';
CREATE UNIQUE INDEX payment_operation_one_late_refund
  ON payment_operation ((parts -> 0 ->> 'of')) WHERE kind = 'late_refund';

-- A request may begin more than a payment: several of them can be about one.
ALTER TABLE idempotency_record ADD COLUMN work_uuid uuid;
UPDATE idempotency_record SET work_uuid = payment_uuid;
ALTER TABLE idempotency_record
  ALTER COLUMN work_uuid SET NOT NULL,
  ADD CONSTRAINT idempotency_work UNIQUE (work_uuid),
  DROP CONSTRAINT idempotency_record_payment_uuid_key;

COMMENT ON COLUMN idempotency_record.work_uuid IS
  'what the request began: the payment itself, or an operation on it';
COMMENT ON COLUMN idempotency_record.payment_uuid IS 'the payment that it is about';
COMMENT ON COLUMN idempotency_record.answer_body IS
  'replayed byte for byte; null while the work was answered as open';
