-- References that callers have closed: whatever comes under one of them later is refused. A closure
-- and a booking that meet want the same key, so that one of them waits for the other and loses.
alter table booked_reference add column closed_at timestamptz;

create trigger booked_reference_stays before update or delete or truncate on booked_reference
  for each statement execute function refuse_change();
