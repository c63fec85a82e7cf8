-- Charges that only reserve, charges that are decided later, and what follows a charge.
alter table charge
  add column capture boolean not null default true,
  add column status text not null default 'approved'
    check (status in ('deferred', 'pending', 'requires_action', 'approved', 'declined')),
  -- What callers are told was taken: another amount than asked for where a script wants that.
  add column confirmed_amount bigint check (confirmed_amount between 1 and 1000000000000000),
  add column authentication_key text unique check (authentication_key ~ '^[0-9a-f]{32}$'),
  add column decide_at timestamptz,
  add column captured bigint not null default 0 check (captured >= 0),
  add column voided bigint not null default 0 check (voided >= 0),
  add column refunded bigint not null default 0 check (refunded >= 0);

update charge set
  status = case when decline_code is null then 'approved' else 'declined' end,
  captured = case when decline_code is null then amount else 0 end,
  confirmed_amount = amount;

alter table charge
  alter column status drop default,
  alter column confirmed_amount set not null,
  drop constraint charge_decline_code_check,
  add constraint charge_decline_code_check check (decline_code in (
    'card_declined', 'insufficient_funds', 'expired_card', 'processing_error',
    'authentication_failed')),
  add constraint charge_declined_with_reason check (
    (status = 'declined') = (decline_code is not null)),
  add constraint charge_will_be_decided check (
    (status in ('deferred', 'pending')) = (decide_at is not null)),
  add constraint charge_no_more_than_reserved check (captured + voided <= amount),
  add constraint charge_no_more_back_than_taken check (refunded <= captured),
  add constraint charge_moves_when_approved check (
    status = 'approved' or captured + voided + refunded = 0);

create index charge_to_decide on charge (decide_at) where decide_at is not null;

-- What was asked for stays, a decision stays, and money that moved stays moved.
create function charge_stays() returns trigger language plpgsql as $$
begin
  if (new.id, new.reference, new.amount, new.currency, new.method, new.token, new.capture,
      new.confirmed_amount, new.authentication_key, new.created_at)
    is distinct from
     (old.id, old.reference, old.amount, old.currency, old.method, old.token, old.capture,
      old.confirmed_amount, old.authentication_key, old.created_at)
    or (old.status in ('approved', 'declined')
        and (new.status, new.decline_code) is distinct from (old.status, old.decline_code))
    or new.captured < old.captured or new.voided < old.voided or new.refunded < old.refunded
  then
    raise exception 'charge % stays as it is', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger charge_stays before update on charge
  for each row execute function charge_stays();

-- A capture or void of an authorisation, or a refund of what was taken.
create table follow_up (
  id text primary key check (id ~ '^(cp|vo|re)_[0-9a-f]{32}$'),
  kind text not null check (kind in ('capture', 'void', 'refund')),
  reference text not null unique check (length(reference) between 1 and 64),
  charge_id text not null references charge (id),
  of_reference text not null check (length(of_reference) between 1 and 64),
  amount bigint not null check (amount between 1 and 1000000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  decline_code text check (decline_code = kind || '_declined'),
  created_at timestamptz not null default clock_timestamp()
);

create index follow_up_charge on follow_up (charge_id);

-- The sums stand in the charge's own row, whose checks hold them within their bounds.
create function follow_up_counts() returns trigger language plpgsql as $$
begin
  if new.decline_code is null then
    update charge set
      captured = captured + case new.kind when 'capture' then new.amount else 0 end,
      voided = voided + case new.kind when 'void' then new.amount else 0 end,
      refunded = refunded + case new.kind when 'refund' then new.amount else 0 end
    where id = new.charge_id and status = 'approved' and currency = new.currency
      and (new.kind = 'refund' or not capture);
    if not found then
      raise exception 'charge % allows no %', new.charge_id, new.kind
        using errcode = 'check_violation';
    end if;
  end if;
  return null;
end $$;

create trigger follow_up_counts after insert on follow_up
  for each row execute function follow_up_counts();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger follow_up_stays before update or delete or truncate on follow_up
  for each statement execute function refuse_change();

-- One booking per reference ever, whatever its kind.
create table booked_reference (
  reference text primary key
);

insert into booked_reference select reference from charge;

create function book_reference() returns trigger language plpgsql as $$
begin
  insert into booked_reference values (new.reference);
  return null;
end $$;

create trigger charge_books_reference after insert on charge
  for each row execute function book_reference();
create trigger follow_up_books_reference after insert on follow_up
  for each row execute function book_reference();

-- What callers are yet to be told. The body is fixed when it is written.
create table callback (
  id bigint generated always as identity primary key,
  message_id text not null check (message_id ~ '^msg_[0-9a-f]{32}$'),
  body text not null check (octet_length(body) between 2 and 16384),
  due_at timestamptz not null,
  tries int not null default 0 check (tries >= 0),
  delivered_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

create index callback_due on callback (due_at) where delivered_at is null;
