-- A second, different wrong amount is another mismatch, and so is one that was pending and is approved
-- now; "approved": whether the provider says that it did it, null of those written before that was
-- kept.
alter table amount_mismatch
  drop constraint amount_mismatch_pkey,
  add column approved boolean;

create unique index amount_mismatch_once on amount_mismatch
  (attempt_id, transaction_id, confirmed_amount, confirmed_currency, approved) nulls not distinct;

-- What a provider tells under another id than the one that it gave an attempt before: perhaps it has
-- done it twice. It settles nothing.
create table second_transaction (
  attempt_id text not null references attempt (id),
  transaction_id text not null check (length(transaction_id) between 1 and 64),
  known_transaction_id text not null check (known_transaction_id <> transaction_id),
  said text not null check (said in ('pending', 'requires_action', 'approved', 'declined')),
  trace_id text check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at timestamptz not null default clock_timestamp(),
  primary key (attempt_id, transaction_id, said)
);

create trigger second_transaction_is_final before update or delete or truncate
  on second_transaction for each statement execute function refuse_change();
