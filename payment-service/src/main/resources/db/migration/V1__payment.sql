CREATE TABLE payment (
  uuid            uuid        PRIMARY KEY,
  merchant_id     text        NOT NULL CHECK (length(merchant_id) BETWEEN 1 AND 64),
  payment_id      text        NOT NULL CHECK (length(payment_id) BETWEEN 1 AND 64),
  user_id         text        NOT NULL CHECK (length(user_id) BETWEEN 1 AND 64),
  amount          bigint      NOT NULL CHECK (amount > 0),
  currency        text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  payment_method  text        NOT NULL
                  CHECK (payment_method IN ('credit_card', 'debit_card', 'wallet', 'bank_transfer')),
  payment_token   text,
  description     text        CHECK (length(description) <= 500),
  metadata        jsonb       NOT NULL,
  status          text        NOT NULL
                  CHECK (status IN ('processing', 'requires_review', 'requires_action',
                                    'requires_capture', 'succeeded', 'failed', 'canceled',
                                    'expired')),
  version         integer     NOT NULL CHECK (version > 0),

  risk_decision   text        CHECK (risk_decision IN ('allow', 'review', 'deny', 'degraded')),
  risk_level      text,
  risk_score      integer,
  channel         text,
  transaction_id  text,
  message         text,
  failure_code    text,
  decline_code    text,
  abandoned_for   text,

  leased          boolean     NOT NULL,
  resume_at       timestamptz,
  resumptions     integer     NOT NULL DEFAULT 0,
  tries           integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),

  trace_id        text,
  traceparent     text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT payment_name UNIQUE (merchant_id, payment_id),
  CONSTRAINT payment_failure CHECK ((status = 'failed') = (failure_code IS NOT NULL)),
  CONSTRAINT payment_work CHECK (CASE status WHEN 'processing' THEN resume_at IS NOT NULL
                                             ELSE resume_at IS NULL AND NOT leased END)
) WITH (fillfactor = 80);

COMMENT ON COLUMN payment.uuid IS 'UUIDv7: ordered by time, so it is the order of lists';
COMMENT ON COLUMN payment.amount IS 'minor units of the currency';
COMMENT ON COLUMN payment.leased IS 'somebody works on the payment until resume_at';
COMMENT ON COLUMN payment.resume_at IS 'when a worker may take the payment up';
COMMENT ON COLUMN payment.resumptions IS 'how often it was taken up; fences off older workers';
COMMENT ON COLUMN payment.tries IS
  'how often it was given back; a pause that a client cut short does not count';
COMMENT ON COLUMN payment.abandoned_for IS
  'nothing but the reversal may happen any more, for this reason';

CREATE INDEX payment_of_merchant ON payment (merchant_id, uuid);
CREATE INDEX payment_of_user ON payment (merchant_id, user_id, uuid);
CREATE INDEX payment_to_resume ON payment (resume_at) WHERE status = 'processing';

CREATE TABLE payment_transition (
  payment_uuid uuid        NOT NULL REFERENCES payment (uuid),
  version      integer     NOT NULL CHECK (version > 0),
  from_status  text        NOT NULL,
  to_status    text        NOT NULL,
  reason       text        NOT NULL,
  actor        text        NOT NULL,
  trace_id     text,
  occurred_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (payment_uuid, version)
);

CREATE TABLE idempotency_record (
  merchant_id   text        NOT NULL,
  subject       text        NOT NULL,
  operation     text        NOT NULL,
  key           text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  fingerprint   text        NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  payment_uuid  uuid        NOT NULL UNIQUE,
  payment_id    text        NOT NULL,
  answer_status integer,
  answer_body   text,
  trace_id      text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, subject, operation, key),
  CONSTRAINT idempotency_answer CHECK (answer_body IS NULL OR answer_status IS NOT NULL)
) WITH (fillfactor = 80);

COMMENT ON COLUMN idempotency_record.answer_status IS
  'null while the first request is in flight';
COMMENT ON COLUMN idempotency_record.answer_body IS
  'replayed byte for byte; null while the payment was answered as processing';

CREATE INDEX idempotency_record_age ON idempotency_record (created_at);
