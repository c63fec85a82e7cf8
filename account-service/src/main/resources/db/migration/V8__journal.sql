-- Transfers and holds by the trace that caused them. Trace ids are random: a B-tree would cost every
-- posting a page of its own. A bloom filter over ranges of pages costs nothing when a row is
-- appended, since ranges are summarised behind the writers; what is not summarised yet is scanned.
CREATE INDEX transfer_by_trace ON transfer
  USING brin (trace_id text_bloom_ops (n_distinct_per_range = 2500, false_positive_rate = 0.001))
  WITH (pages_per_range = 64, autosummarize = on);
CREATE INDEX hold_by_trace ON hold
  USING brin (trace_id text_bloom_ops (n_distinct_per_range = 2500, false_positive_rate = 0.001))
  WITH (pages_per_range = 64, autosummarize = on);
