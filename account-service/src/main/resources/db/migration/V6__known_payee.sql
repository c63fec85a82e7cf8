-- Whom a user has paid before. Written with the end of a transfer, so that asking for it does not
-- unroll all that the payer ever sent.
CREATE TABLE known_payee (
  merchant_id text NOT NULL,
  payer       text NOT NULL,
  payee       text NOT NULL,
  PRIMARY KEY (merchant_id, payer, payee)
);

INSERT INTO known_payee (merchant_id, payer, payee)
SELECT DISTINCT merchant_id, from_user, share ->> 'to_user'
FROM user_transfer, jsonb_array_elements(shares) share
WHERE status = 'succeeded';

-- Nothing else looked a payer's transfers up.
DROP INDEX user_transfer_of_payer;
