-- How often work was given back says nothing of for how long: clients that ask cut its pauses short.
ALTER TABLE payment ADD COLUMN unknown_since timestamptz;
ALTER TABLE payment_operation ADD COLUMN unknown_since timestamptz;

UPDATE payment SET unknown_since = created_at WHERE status = 'processing' AND tries > 0;
UPDATE payment_operation SET unknown_since = created_at WHERE status = 'pending' AND tries > 0;

COMMENT ON COLUMN payment.unknown_since IS
  'when it was first given back with its end open, since it last began to be processed';
COMMENT ON COLUMN payment_operation.unknown_since IS 'when it was first given back with its end open';
