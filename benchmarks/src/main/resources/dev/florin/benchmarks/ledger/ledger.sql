-- Wallets with money in them and a history of deductions, as the service would have written them:
-- every balance is its postings' sum and every version their number. Run with the triggers off.

CREATE UNLOGGED TABLE bench_wallet AS
SELECT n, uuidv7() AS id,
       :deductions / :wallets + (n - 1 < :deductions % :wallets)::int AS deductions
FROM generate_series(1::bigint, :wallets) n;

-- The service derives a stripe's id from its name in the same way: as a UUID of version 3.
CREATE UNLOGGED TABLE bench_stripe AS
SELECT code, stripe,
       overlay(overlay(hash PLACING '3' FROM 13)
               PLACING to_hex(('x' || substr(hash, 17, 1))::bit(4)::int & 3 | 8) FROM 17)::uuid AS id
FROM (VALUES ('funding'), ('in_transit')) c (code)
CROSS JOIN generate_series(0::bigint, 15) stripe
CROSS JOIN LATERAL md5('system-account/' || code || '/USD/' || stripe) hash;

INSERT INTO account (id, kind, merchant_id, user_id, currency, posted, version)
SELECT id, 'wallet', 'bench', 'USER_' || n, 'USD', 10000000000 - deductions * 100, 1 + deductions
FROM bench_wallet;

INSERT INTO account (id, kind, code, stripe, currency, posted, version)
SELECT id, 'system', code, stripe, 'USD',
       CASE code WHEN 'funding' THEN -10000000000 ELSE 100 END * postings, postings
FROM bench_stripe
CROSS JOIN LATERAL (SELECT CASE code WHEN 'funding' THEN :wallets ELSE :deductions END) t (total)
CROSS JOIN LATERAL (SELECT total / 16 + (stripe < total % 16)::int) p (postings);

INSERT INTO transfer (id, kind, legs, merchant_id, fingerprint, position)
SELECT 'bench:fund:' || n, 'deposit', 2, 'bench', sha256(convert_to(n::text, 'UTF8')), n
FROM bench_wallet;

INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency, account_version,
                     balance_after)
SELECT 'bench:fund:' || n, leg, account_id, direction, 10000000000, 'USD', account_version, balance
FROM bench_wallet w
JOIN bench_stripe s ON s.code = 'funding' AND s.stripe = (n - 1) % 16
CROSS JOIN LATERAL (VALUES
  (1, s.id, 'debit', (n - 1) / 16 + 1, -((n - 1) / 16 + 1) * 10000000000),
  (2, w.id, 'credit', 1, 10000000000)) l (leg, account_id, direction, account_version, balance);

-- The ids lie in the past, in the order of time.
CREATE UNLOGGED TABLE bench_history AS
SELECT k, uuidv7(make_interval(secs => (k - :deductions) * 0.0001)) || ':deduct' AS id
FROM generate_series(0::bigint, :deductions - 1) k;

SELECT setval('transfer_position', :wallets + :deductions + 1);
