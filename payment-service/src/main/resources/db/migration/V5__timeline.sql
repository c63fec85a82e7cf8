-- Payments and moves by the trace that caused them, payments by what the channel calls them. Both
-- are random texts: a bloom filter over ranges of pages costs a write next to nothing, where a
-- B-tree would cost it a page of its own.
CREATE INDEX payment_by_trace ON payment
  USING brin (trace_id text_bloom_ops (n_distinct_per_range = 1000, false_positive_rate = 0.001))
  WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX payment_by_transaction ON payment
  USING brin (
    transaction_id text_bloom_ops (n_distinct_per_range = 1000, false_positive_rate = 0.001))
  WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX payment_transition_by_trace ON payment_transition
  USING brin (trace_id text_bloom_ops (n_distinct_per_range = 2000, false_positive_rate = 0.001))
  WITH (pages_per_range = 32, autosummarize = on);

-- The statuses that few payments have; the others are found soon enough in the merchant's list.
CREATE INDEX payment_of_status ON payment (merchant_id, status, uuid)
  WHERE status NOT IN ('processing', 'succeeded');

CREATE INDEX payment_operation_by_trace ON payment_operation
  USING brin (trace_id text_bloom_ops (n_distinct_per_range = 1000, false_positive_rate = 0.001))
  WITH (pages_per_range = 32, autosummarize = on);
