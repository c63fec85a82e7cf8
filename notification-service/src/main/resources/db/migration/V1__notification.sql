-- What merchants were told about their payments: one row per event, never changed.
create table notification (
  id           uuid        primary key,
  event_id     uuid        not null unique,
  merchant_id  text        not null check (merchant_id <> ''),
  user_id      text        not null check (user_id <> ''),
  payment_uuid uuid        not null,
  payment_id   text        not null check (payment_id <> ''),
  type         text        not null check (type <> ''),
  status       text        not null check (status <> ''),
  payload      jsonb       not null check (jsonb_typeof(payload) = 'object'),
  trace_id     text        check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at   timestamptz not null default clock_timestamp(),
  delivered_at timestamptz not null
);

create index notification_of_merchant on notification (merchant_id, id desc);
create index notification_of_payment on notification (merchant_id, payment_id, id desc);
