-- The transfers of bench_history, which ledger.sql made.
INSERT INTO transfer (id, kind, legs, merchant_id, fingerprint, position)
SELECT id, 'deduction', 2, 'bench', sha256(convert_to(id, 'UTF8')), :wallets + 1 + k
FROM bench_history;
