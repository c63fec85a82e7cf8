-- A void of a charge that waits for its payer ends it: the payer can confirm it no more.
alter table charge
  drop constraint charge_decline_code_check,
  add constraint charge_decline_code_check check (decline_code in (
    'card_declined', 'insufficient_funds', 'expired_card', 'processing_error',
    'authentication_failed', 'canceled'));

create or replace function follow_up_counts() returns trigger language plpgsql as $$
begin
  if new.decline_code is null then
    if new.kind = 'void' then
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
      and (new.kind = 'refund' or not capture);
    if not found then
      raise exception 'charge % allows no %', new.charge_id, new.kind
        using errcode = 'check_violation';
    end if;
  end if;
  return null;
end $$;
