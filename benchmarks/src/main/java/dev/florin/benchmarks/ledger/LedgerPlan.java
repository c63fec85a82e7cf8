package dev.florin.benchmarks.ledger;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is measured, and how.
 *
 * @param rounds how often each kind is measured
 * @param seconds how long each time
 * @param warmUpSeconds load on each new process before
 * @param accounts wallets
 * @param inFlight posts under way in the engine at once
 * @param connections requests under way over HTTP at once
 * @param history postings in the full ledger
 * @param serverSettings settings of PostgreSQL that win over the stack's
 * @param engineOptions options of the engine's JVM
 * @param serviceOptions options of the service's JVM
 */
record LedgerPlan(
    Set<Part> parts,
    int rounds,
    int seconds,
    int warmUpSeconds,
    int accounts,
    int inFlight,
    int connections,
    long history,
    Map<String, String> serverSettings,
    List<String> engineOptions,
    List<String> serviceOptions) {

  /** What can be measured by itself. */
  enum Part {
    /** The engine, driven in its process. */
    ENGINE,
    /** PostgreSQL's load generator. */
    PGBENCH,
    /** The engine, one post at a time. */
    LONE,
    /** The engine on a ledger with a history. */
    FULL,
    /** The service over HTTP. */
    HTTP
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  boolean hasAny(Set<Part> wanted) {
    return wanted.stream().anyMatch(parts::contains);
  }
}
