-- One try at a provider. The row is there before anything is sent.
create table attempt (
  id text primary key check (id ~ '^[0-9a-f-]{36}_[1-9][0-9]?$'),
  payment_uuid uuid not null,
  merchant_id text not null check (length(merchant_id) between 1 and 64),
  channel text not null,
  amount bigint not null check (amount between 1 and 1000000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payment_method text not null,
  payment_token text check (payment_token ~ '^tok_'),
  status text not null default 'sending'
    check (status in ('sending', 'pending', 'unknown', 'approved', 'declined', 'not_sent')),
  decline_code text,
  transaction_id text check (length(transaction_id) between 1 and 64),
  message text,
  version int not null default 1,
  sent_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz not null,
  trace_id text check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  check ((status = 'declined') = (decline_code is not null)),
  check (status <> 'approved' or transaction_id is not null)
);

create index attempt_payment on attempt (payment_uuid);

-- Operators look for these; there are never many.
create index attempt_unresolved on attempt (sent_at)
  where status in ('sending', 'pending', 'unknown');

-- A final outcome stays, whatever a late writer believes.
create function attempt_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'attempt % is final', old.id using errcode = 'restrict_violation';
end $$;

create trigger attempt_final_stays before update on attempt for each row
  when (old.status in ('approved', 'declined', 'not_sent'))
  execute function attempt_is_final();

-- An approval that came when its attempt had been taken over or was final: the provider has charged,
-- and the attempt may say that it has not.
create table late_outcome (
  id bigint generated always as identity primary key,
  attempt_id text not null references attempt (id),
  transaction_id text not null check (length(transaction_id) between 1 and 64),
  status text not null check (status = 'approved'),
  trace_id text check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at timestamptz not null default clock_timestamp()
);

create index late_outcome_attempt on late_outcome (attempt_id);

-- What is written stays written.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger late_outcome_is_final before update or delete or truncate on late_outcome
  for each statement execute function refuse_change();
