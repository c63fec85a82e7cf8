-- A refund of many captures makes as many attempts, and a void is made until it is heard.
alter table attempt
  drop constraint attempt_id_check,
  add constraint attempt_id_check check (
    id ~ '^[0-9a-f-]{36}_([1-9][0-9]{0,8}|void(_[1-9][0-9]{0,8})?)$');
