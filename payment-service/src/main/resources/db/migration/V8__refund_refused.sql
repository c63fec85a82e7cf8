-- A channel may keep what it took too late.
ALTER TABLE reconciliation_case
  DROP CONSTRAINT reconciliation_case_kind_check,
  ADD CONSTRAINT reconciliation_case_kind_check
    CHECK (kind IN ('late_success', 'contradiction', 'amount_mismatch', 'late_denial',
                    'void_refused', 'refund_refused'));
