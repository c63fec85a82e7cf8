-- What is in the book stays there.
create trigger charge_is_kept before delete or truncate on charge
  for each statement execute function refuse_change();

-- A charge that does not only reserve has taken its amount when it is approved, and nothing before.
alter table charge add constraint charge_takes_at_once check (
  not capture or captured = case status when 'approved' then amount else 0 end);

create index follow_up_of on follow_up (of_reference) where kind = 'refund';

-- The sums stand in the charge's own row, whose checks hold them within their bounds. A refund names
-- what it gives back of, a charge or one capture, and never gives back more than that has taken.
create or replace function follow_up_counts() returns trigger language plpgsql as $$
declare
  taken bigint;
  given_back bigint;
begin
  if new.decline_code is not null then
    return null;
  end if;
  if new.kind = 'void' then
    -- The payer can confirm what waited no more.
    update charge set status = 'declined', decline_code = 'canceled'
    where id = new.charge_id and status = 'requires_action' and currency = new.currency
      and amount = new.amount;
    if found then
      return null;
    end if;
  end if;
  update charge set
    captured = captured + case new.kind when 'capture' then new.amount else 0 end,
    voided = voided + case new.kind when 'void' then new.amount else 0 end,
    refunded = refunded + case new.kind when 'refund' then new.amount else 0 end
  where id = new.charge_id and status = 'approved' and currency = new.currency
    and (new.kind = 'refund' or (not capture and reference = new.of_reference));
  if not found then
    raise exception 'charge % allows no %', new.charge_id, new.kind
      using errcode = 'check_violation';
  end if;
  if new.kind = 'refund' then
    -- The charge's row is locked by now: refunds of one charge come one after the other.
    select sum(amount) into taken from (
      select amount from charge
      where id = new.charge_id and reference = new.of_reference and capture
      union all
      select amount from follow_up
      where charge_id = new.charge_id and reference = new.of_reference and kind = 'capture'
        and decline_code is null) as source;
    select sum(amount) into given_back from follow_up
    where of_reference = new.of_reference and kind = 'refund' and decline_code is null;
    if taken is null or given_back > taken then
      raise exception 'no more is given back of % than it took', new.of_reference
        using errcode = 'check_violation';
    end if;
  end if;
  return null;
end $$;
