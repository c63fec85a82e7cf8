-- The provider's book. A reference is charged at most once, whoever asks and however often.
create table charge (
  id text primary key check (id ~ '^ch_[0-9a-f]{32}$'),
  reference text not null unique check (length(reference) between 1 and 64),
  amount bigint not null check (amount between 1 and 1000000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  method text not null check (method in ('credit_card', 'debit_card', 'wallet', 'bank_transfer')),
  token text check (token ~ '^tok_'),
  decline_code text check (
    decline_code in ('card_declined', 'insufficient_funds', 'expired_card', 'processing_error')
  ),
  created_at timestamptz not null default clock_timestamp()
);
