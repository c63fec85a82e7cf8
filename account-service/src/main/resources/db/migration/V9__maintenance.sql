-- Every posting writes its account anew, and the old row's space is free again only when no snapshot
-- may see it. While one of a second is open, a busy page fills up; a row that must leave its page
-- costs all indexes an entry. So most of a page is left for them. (Rows that are there already stay
-- where they are until the table is rewritten.)
ALTER TABLE account SET (fillfactor = 30);

-- The ledger's other rows never change, so vacuum has little to do with them but to mark their
-- pages. By default it waits for a share of the table, and analyze for another: the older the ledger,
-- the longer a posting stands beside one of the two. A fixed count keeps every piece as small as the
-- first, and the planner needs few samples of tables that are read by their keys.
ALTER TABLE posting SET (
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 100000,
  autovacuum_analyze_scale_factor = 1);
ALTER TABLE transfer SET (
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 50000,
  autovacuum_analyze_scale_factor = 1);
