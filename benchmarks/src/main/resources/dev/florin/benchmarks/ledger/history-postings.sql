-- The postings of bench_history, which ledger.sql made.
INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency, account_version,
                     balance_after)
SELECT h.id, leg, account_id, direction, 100, 'USD', account_version, balance
FROM bench_history h
JOIN bench_wallet w ON w.n = k % :wallets + 1
JOIN bench_stripe s ON s.code = 'in_transit' AND s.stripe = k % 16
CROSS JOIN LATERAL (VALUES
  (1, w.id, 'debit', k / :wallets + 2, 10000000000 - (k / :wallets + 1) * 100),
  (2, s.id, 'credit', k / 16 + 1, (k / 16 + 1) * 100))
  l (leg, account_id, direction, account_version, balance);
