-- One post as one transaction, for pgbench; -D wallets=… says over how many wallets.
\set wallet random(1, :wallets)
\set stripe random(0, 15)
BEGIN;
SELECT id, posted - 100 AS left, version + 1 AS next FROM account WHERE kind = 'wallet' AND merchant_id = 'bench' AND user_id = 'USER_' || :wallet::text AND currency = 'USD' FOR UPDATE \gset w_
SELECT id, posted + 100 AS left, version + 1 AS next FROM account WHERE kind = 'system' AND code = 'in_transit' AND currency = 'USD' AND stripe = :stripe FOR UPDATE \gset s_
INSERT INTO transfer (id, kind, legs, merchant_id, fingerprint) VALUES (uuidv7() || '-deduct', 'deduction', 2, 'bench', sha256(convert_to('USER_' || :wallet::text, 'UTF8'))) RETURNING id \gset t_
INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency, account_version, balance_after) VALUES (:t_id, 1, :w_id::uuid, 'debit', 100, 'USD', :w_next::bigint, :w_left::bigint), (:t_id, 2, :s_id::uuid, 'credit', 100, 'USD', :s_next::bigint, :s_left::bigint);
UPDATE account SET posted = :w_left, version = :w_next WHERE id = :w_id;
UPDATE account SET posted = :s_left, version = :s_next WHERE id = :s_id;
COMMIT;
