-- A user pays others. The row is the request, its progress and its answer in one, so that none of
-- them is ever there without the others.
CREATE TABLE user_transfer (
  uuid            uuid        PRIMARY KEY,
  merchant_id     text        NOT NULL CHECK (length(merchant_id) BETWEEN 1 AND 64),
  transfer_id     text        NOT NULL CHECK (length(transfer_id) BETWEEN 1 AND 64),
  from_user       text        NOT NULL CHECK (length(from_user) BETWEEN 1 AND 64),
  amount          bigint      NOT NULL CHECK (amount > 0),
  currency        text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  shares          jsonb       NOT NULL CHECK (jsonb_typeof(shares) = 'array'),
  description     text        CHECK (length(description) <= 500),
  status          text        NOT NULL CHECK (status IN ('processing', 'succeeded', 'failed')),
  failure_code    text,

  risk_decision   text        CHECK (risk_decision IN ('allow', 'review', 'deny', 'degraded')),
  risk_level      text,
  risk_score      integer,
  abandoned_for   text,

  leased          boolean     NOT NULL,
  resume_at       timestamptz,
  resumptions     integer     NOT NULL DEFAULT 0 CHECK (resumptions >= 0),
  tries           integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),

  subject         text        NOT NULL,
  idempotency_key text        CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  fingerprint     text        NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  answer_status   integer,
  answer_body     text,

  trace_id        text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  traceparent     text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT user_transfer_name UNIQUE (merchant_id, transfer_id),
  CONSTRAINT user_transfer_key UNIQUE (merchant_id, subject, idempotency_key),
  CONSTRAINT user_transfer_failure CHECK ((status = 'failed') = (failure_code IS NOT NULL)),
  CONSTRAINT user_transfer_work CHECK (
    CASE status WHEN 'processing' THEN resume_at IS NOT NULL
                ELSE resume_at IS NULL AND NOT leased END),
  CONSTRAINT user_transfer_answer CHECK (answer_body IS NULL OR answer_status IS NOT NULL)
) WITH (fillfactor = 80);

COMMENT ON COLUMN user_transfer.uuid IS 'UUIDv7; the hold and the commit are named after it';
COMMENT ON COLUMN user_transfer.amount IS 'minor units of the currency; the sum of the shares';
COMMENT ON COLUMN user_transfer.shares IS 'who gets how many minor units';
COMMENT ON COLUMN user_transfer.abandoned_for IS
  'nothing but the roll-back may happen any more, for this reason';
COMMENT ON COLUMN user_transfer.leased IS 'somebody works on the transfer until resume_at';
COMMENT ON COLUMN user_transfer.resume_at IS 'when a worker may take the transfer up';
COMMENT ON COLUMN user_transfer.resumptions IS 'how often it was taken up; fences off older workers';
COMMENT ON COLUMN user_transfer.tries IS 'how often it was given back with its outcome open';
COMMENT ON COLUMN user_transfer.idempotency_key IS 'forgotten after its retention';
COMMENT ON COLUMN user_transfer.answer_status IS 'null while the first request is in flight';
COMMENT ON COLUMN user_transfer.answer_body IS
  'replayed byte for byte; null while the transfer was answered as processing';

CREATE INDEX user_transfer_of_payer ON user_transfer (merchant_id, from_user, uuid);
CREATE INDEX user_transfer_to_resume ON user_transfer (resume_at) WHERE status = 'processing';
CREATE INDEX user_transfer_key_age ON user_transfer (created_at) WHERE idempotency_key IS NOT NULL;
