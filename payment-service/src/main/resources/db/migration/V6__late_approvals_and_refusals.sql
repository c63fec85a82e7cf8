-- What a channel approved after its operation had been given up, and what the ledger refuses.

ALTER TABLE payment_operation
  ADD COLUMN counts_attempt text,
  ADD COLUMN ledger_refusal text;

COMMENT ON COLUMN payment_operation.parts IS
  'the attempts that it applies to, in order: [{"of": attempt, "amount": minor units, "number": of
   the attempt made for it, "progress": DONE or REFUSED}]; number 1 and no progress are left out';
COMMENT ON COLUMN payment_operation.counts_attempt IS
  'the earlier attempt, approved after it had been given up, that this operation counts';
COMMENT ON COLUMN payment_operation.ledger_refusal IS
  'why the ledger does not follow what the channel did';

CREATE UNIQUE INDEX payment_operation_counted ON payment_operation (counts_attempt)
  WHERE counts_attempt IS NOT NULL;
