-- Events waiting for Kafka, written in the transaction that changes the state.
create table outbox_event (
  id           bigint generated always as identity primary key,
  event_id     uuid        not null unique,
  topic        text        not null check (topic <> ''),
  aggregate_id uuid        not null,
  sequence     bigint      not null check (sequence >= 0),
  partition    smallint    not null check (partition between 0 and 15),
  type         text        not null check (type <> ''),
  occurred_at  timestamptz not null,
  payload      text        not null check (payload is json object and octet_length(payload) <= 524288),
  trace_id     text        check (trace_id ~ '^[0-9a-f]{32}$'),
  traceparent  text,
  baggage      text,
  created_at   timestamptz not null default clock_timestamp(),
  published_at timestamptz,
  unique (aggregate_id, sequence),
  check ((trace_id is null) = (traceparent is null))
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- What the relay reads: its size is the backlog, not the history.
create index outbox_event_unpublished on outbox_event (partition, id) where published_at is null;

-- Who publishes which slice of the keys. The epoch rises with each change of owner.
create table outbox_partition (
  partition   smallint    primary key check (partition between 0 and 15),
  owner       uuid,
  epoch       bigint      not null default 0 check (epoch >= 0),
  lease_until timestamptz not null default '-infinity'
);
insert into outbox_partition (partition) select generate_series(0, 15);

-- The living relays, so that they share the partitions evenly.
create table outbox_relay (
  relay       uuid        primary key,
  alive_until timestamptz not null
);
