-- One answer per assessment id, with everything it was made from; never changed.
create table assessment (
  id text primary key check (length(id) between 1 and 80),
  merchant_id text not null check (length(merchant_id) between 1 and 64),
  user_id text not null check (length(user_id) between 1 and 64),
  amount bigint not null check (amount between 1 and 1000000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payment_method text not null,
  payment_token text check (payment_token ~ '^tok_'),
  decision text not null check (decision in ('allow', 'review', 'deny')),
  level text not null check (level in ('low', 'medium', 'high')),
  score int not null check (score between 0 and 100),
  matched_rules jsonb not null check (jsonb_typeof(matched_rules) = 'array'),
  velocity jsonb not null,
  trace_id text check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at timestamptz not null default clock_timestamp(),
  check ((level = 'high') = (decision = 'deny'))
);

create index assessment_user on assessment (merchant_id, user_id, created_at);
