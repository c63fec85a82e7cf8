-- Events that have had their effect, one row per effect and event.
create table inbox_event (
  consumer    text        not null check (consumer <> ''),
  event_id    uuid        not null,
  accepted_at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);
create index inbox_event_accepted_at on inbox_event (accepted_at);
