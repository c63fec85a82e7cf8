-- Payments that wait for somebody, and what a person has to look at.

ALTER TABLE payment
  ADD COLUMN awaited_until timestamptz,
  ADD COLUMN next_action   jsonb,
  ADD COLUMN prompted      boolean NOT NULL DEFAULT false,
  ADD COLUMN parked_at     timestamptz;

UPDATE payment SET awaited_until = now() + interval '7 d' WHERE status = 'requires_review';
UPDATE payment SET parked_at = updated_at WHERE status = 'processing' AND tries > 7;

ALTER TABLE payment
  ADD CONSTRAINT payment_awaited CHECK (
    status NOT IN ('requires_review', 'requires_action') OR awaited_until IS NOT NULL),
  ADD CONSTRAINT payment_action CHECK (status <> 'requires_action' OR next_action IS NOT NULL),
  ADD CONSTRAINT payment_parked CHECK (parked_at IS NULL OR status = 'processing');

COMMENT ON COLUMN payment.awaited_until IS
  'until when a person decides, or the payer acts; an action has one window, however often it is asked for';
COMMENT ON COLUMN payment.next_action IS 'what the channel asks the payer to do';
COMMENT ON COLUMN payment.prompted IS
  'its outcome became known while somebody worked on it: it is not to pause';
COMMENT ON COLUMN payment.parked_at IS 'since when its pauses are used up, and a person should look';

CREATE INDEX payment_awaited ON payment (awaited_until)
  WHERE status IN ('requires_review', 'requires_action');
CREATE INDEX payment_parked ON payment (uuid) WHERE parked_at IS NOT NULL;

ALTER TABLE payment_operation
  ADD COLUMN prompted  boolean NOT NULL DEFAULT false,
  ADD COLUMN parked_at timestamptz,
  ADD CONSTRAINT operation_parked CHECK (parked_at IS NULL OR status = 'pending');

CREATE INDEX payment_operation_parked ON payment_operation (uuid) WHERE parked_at IS NOT NULL;

CREATE TABLE payment_review (
  payment_uuid uuid        PRIMARY KEY REFERENCES payment (uuid),
  uuid         uuid        NOT NULL UNIQUE,
  decision     text        NOT NULL CHECK (decision IN ('approve', 'decline')),
  reason       text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  actor        text        NOT NULL,
  trace_id     text,
  created_at   timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE payment_review IS 'a payment is reviewed at most once';
COMMENT ON COLUMN payment_review.uuid IS 'the work of the request that decided';

CREATE TABLE payment_reassessment (
  payment_uuid uuid        PRIMARY KEY REFERENCES payment (uuid),
  decision     text        CHECK (decision IN ('allow', 'review', 'deny')),
  level        text,
  score        integer,

  leased       boolean     NOT NULL DEFAULT false,
  resume_at    timestamptz,
  resumptions  integer     NOT NULL DEFAULT 0,
  tries        integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),

  trace_id     text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT reassessment_work CHECK (CASE WHEN decision IS NULL THEN resume_at IS NOT NULL
                                           ELSE resume_at IS NULL AND NOT leased END)
) WITH (fillfactor = 80);

COMMENT ON TABLE payment_reassessment IS
  'payments that went on without an assessment, to be assessed afterwards';
COMMENT ON COLUMN payment_reassessment.trace_id IS 'the trace of the assessment that ended it';

CREATE INDEX payment_reassessment_due ON payment_reassessment (resume_at) WHERE decision IS NULL;

CREATE TABLE reconciliation_case (
  uuid           uuid        PRIMARY KEY,
  kind           text        NOT NULL
                 CHECK (kind IN ('late_success', 'contradiction', 'amount_mismatch',
                                 'late_denial', 'void_refused')),
  about          text        NOT NULL,
  payment_uuid   uuid        NOT NULL REFERENCES payment (uuid),
  attempt_id     text,
  channel        text,
  detail         jsonb       NOT NULL,
  status         text        NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  trace_id       text,
  opened_at      timestamptz NOT NULL DEFAULT now(),
  closed_at      timestamptz,
  closed_by      text,
  close_reason   text        CHECK (length(close_reason) BETWEEN 1 AND 500),
  close_trace_id text,

  CONSTRAINT case_cause UNIQUE (kind, about),
  CONSTRAINT case_closed CHECK (
    (status = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL
                           AND close_reason IS NOT NULL))
);

COMMENT ON TABLE reconciliation_case IS
  'where our book and another''s differ, until an operator has seen to it';
COMMENT ON COLUMN reconciliation_case.uuid IS 'UUIDv7; public as case_ and the uuid';
COMMENT ON COLUMN reconciliation_case.about IS
  'the attempt or the payment that it is about: one case of a kind for each';

CREATE INDEX reconciliation_case_of_payment ON reconciliation_case (payment_uuid);
CREATE INDEX reconciliation_case_by_status ON reconciliation_case (status, uuid);

CREATE TABLE operator_action (
  uuid        uuid        PRIMARY KEY,
  actor       text        NOT NULL,
  action      text        NOT NULL CHECK (action IN ('retry', 'resolve', 'close_case')),
  about       uuid        NOT NULL,
  detail      jsonb       NOT NULL,
  reason      text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  trace_id    text,
  occurred_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE operator_action IS 'who did what by hand, to what and why; written before it is done';
COMMENT ON COLUMN operator_action.about IS 'the payment, operation or case';

CREATE INDEX operator_action_about ON operator_action (about, uuid);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER operator_action_is_kept
  BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_action
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
