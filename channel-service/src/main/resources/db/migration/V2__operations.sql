-- Attempts at more than charges; what providers tell later; what operators find out.
alter table attempt
  add column operation text not null default 'charge'
    check (operation in ('charge', 'authorise', 'capture', 'void', 'refund')),
  add column of_attempt text references attempt (id),
  add column next_action_url text check (length(next_action_url) between 1 and 600),
  drop constraint attempt_id_check,
  add constraint attempt_id_check check (
    id ~ '^[0-9a-f-]{36}_([1-9][0-9]?|void(_[1-9][0-9]?)?)$'),
  drop constraint attempt_status_check,
  add constraint attempt_status_check check (status in (
    'sending', 'pending', 'requires_action', 'unknown', 'approved', 'declined', 'not_sent')),
  add constraint attempt_follows_another check (
    (operation in ('capture', 'void', 'refund')) = (of_attempt is not null)),
  add constraint attempt_action_has_address check (
    (status = 'requires_action') = (next_action_url is not null));

create index attempt_trace on attempt (trace_id);
create index attempt_of on attempt (of_attempt) where of_attempt is not null;

drop index attempt_unresolved;
create index attempt_unresolved on attempt (sent_at)
  where status in ('sending', 'pending', 'requires_action', 'unknown');

-- Whatever a provider says against a final outcome is kept beside it, once; "was" is the outcome.
alter table late_outcome
  alter column transaction_id drop not null,
  add column was text check (was in ('approved', 'declined', 'not_sent')),
  drop constraint late_outcome_status_check,
  add constraint late_outcome_status_check check (status in ('approved', 'declined')),
  add constraint late_approval_has_transaction check (
    status <> 'approved' or transaction_id is not null);

create unique index late_outcome_once on late_outcome (attempt_id, status, transaction_id)
  nulls not distinct where was is not null;

-- What a provider confirmed instead of what it was asked for. It settles nothing.
create table amount_mismatch (
  attempt_id text primary key references attempt (id),
  transaction_id text not null check (length(transaction_id) between 1 and 64),
  confirmed_amount bigint not null check (confirmed_amount >= 0),
  confirmed_currency text not null check (confirmed_currency ~ '^[A-Z]{3}$'),
  trace_id text check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at timestamptz not null default clock_timestamp()
);

create trigger amount_mismatch_is_final before update or delete or truncate on amount_mismatch
  for each statement execute function refuse_change();

-- What an operator found out about an attempt that nobody else could settle.
create table attempt_resolution (
  attempt_id text primary key references attempt (id),
  result text not null check (result in ('approved', 'declined', 'not_sent')),
  transaction_id text check (length(transaction_id) between 1 and 64),
  decline_code text check (length(decline_code) between 1 and 64),
  actor text not null check (length(actor) between 1 and 64),
  reason text not null check (length(reason) between 1 and 500),
  trace_id text check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at timestamptz not null default clock_timestamp(),
  check (result <> 'approved' or transaction_id is not null),
  check ((result = 'declined') = (decline_code is not null))
);

create trigger attempt_resolution_is_final before update or delete or truncate
  on attempt_resolution for each statement execute function refuse_change();

-- Events of one payment keep their order: whoever counts on holds this row until it commits.
create table payment_sequence (
  payment_uuid uuid primary key,
  last bigint not null check (last > 0)
);
