package dev.florin.account.integrity;

import dev.florin.account.audit.AuditTrail;
import dev.florin.account.watermark.Watermark;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at the ledger for breaches of its invariants: all balances, the transfers that are new
 * since the last look, and a part of the old rows, so that its cost depends on the number of
 * accounts and not on the ledger's age. Each instance of the service looks by itself.
 *
 * <p>Every check is one statement and so one snapshot. A snapshot over the whole look would keep
 * the server from reusing the space of old balances meanwhile, which busy accounts fill within a
 * second.
 */
@Component
public class IntegrityChecker {

  private static final Logger log = LoggerFactory.getLogger(IntegrityChecker.class);

  private static final Duration NETWORK_GRACE = Duration.ofSeconds(5);

  /** New transfers per statement: some hundredths of a second. */
  private static final int PIECE = 2_500;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final IntegrityProperties properties;
  private final IntegrityMeters meters;

  private final Map<SweptTable, Sweep> sweeps = new LinkedHashMap<>();
  private final Watermark watermark;
  private final Newcomers newcomers = new Newcomers();
  private final AuditSweep auditSweep;
  private Set<Breach> reported = Set.of();
  private volatile @Nullable IntegrityReport last;

  IntegrityChecker(
      JdbcTemplate template,
      DataSource dataSource,
      AuditTrail audit,
      IntegrityProperties properties,
      MeterRegistry registry) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.watermark = new Watermark(jdbc);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    transaction.setReadOnly(true);
    this.auditSweep = new AuditSweep(audit);
    this.properties = properties;
    this.meters = new IntegrityMeters(registry);
    for (SweptTable table : SweptTable.ALL) {
      sweeps.put(table, new Sweep(table));
    }
  }

  /** What the last look showed; null until the first one has ended. Never waits for a look. */
  public @Nullable IntegrityReport report() {
    return last;
  }

  /** Looks now. */
  public synchronized IntegrityReport check() {
    // Before the checks' snapshots: what is complete by now is in them.
    long complete = watermark.advance();
    Look look = Objects.requireNonNull(transaction.execute(_ -> look(complete)));
    meters.show(look.report());
    tellNewBreaches(look.breaches());
    last = look.report();
    return look.report();
  }

  /** All breaches in the whole ledger, by one look at every row; that takes as long as it takes. */
  public static List<Breach> breaches(JdbcClient jdbc, Duration overdue) {
    List<Breach> found = new ArrayList<>(Checks.ZERO_SUM.run(jdbc, Map.of()).toList());
    found.addAll(Check.runAll(Checks.BALANCES, jdbc, overdue(overdue)));
    for (SweptTable table : SweptTable.ALL) {
      found.addAll(Check.runAll(table.checks(), jdbc, table.start().upTo(table.end())));
    }
    return found;
  }

  private record Look(IntegrityReport report, Set<Breach> breaches) {}

  private Look look(long complete) {
    waitPatiently();
    Instant now =
        jdbc.sql("SELECT now()")
            .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
            .single();
    Set<Breach> breaches = new LinkedHashSet<>(imbalances());
    breaches.addAll(Check.runAll(Checks.BALANCES, jdbc, overdue(properties.overdue())));
    readByIndexAlone();
    checkNewTransfers(complete);
    auditSweep.step(properties.sweptRows());
    breaches.addAll(auditSweep.breaches());
    for (Sweep sweep : sweeps.values()) {
      sweep.step(jdbc, properties.sweptRows(), now);
      breaches.addAll(sweep.breaches());
    }
    return new Look(report(now, breaches), breaches);
  }

  private void checkNewTransfers(long complete) {
    for (int left = properties.newTransfers(); left > 0; left -= PIECE) {
      Newcomers.Part part = newcomers.next(complete, Math.min(left, PIECE));
      if (part.to() > part.after()) {
        Map<String, @Nullable Object> range = part.start().upTo(part.end());
        sweep(SweptTable.TRANSFERS).add(Check.runAll(Checks.TRANSFERS, jdbc, range));
        sweep(SweptTable.POSTINGS).add(Check.runAll(Checks.POSTINGS_OF_TRANSFERS, jdbc, range));
        sweep(SweptTable.ACCOUNTS).add(Check.runAll(Checks.ACCOUNTS_OF_TRANSFERS, jdbc, range));
      }
      newcomers.done(part);
    }
  }

  private List<Breach> imbalances() {
    List<Standing> standings =
        jdbc.sql(Checks.STANDINGS)
            .query(
                (row, _) ->
                    new Standing(
                        row.getString("currency"),
                        row.getString("account"),
                        row.getBigDecimal("posted"),
                        row.getBigDecimal("held")))
            .list();
    meters.standings(standings);
    Map<String, BigDecimal> sums =
        standings.stream()
            .collect(Collectors.toMap(Standing::currency, Standing::posted, BigDecimal::add));
    meters.imbalances(sums);
    return sums.entrySet().stream()
        .filter(sum -> sum.getValue().signum() != 0)
        .map(sum -> Checks.ZERO_SUM.breach(sum.getKey()))
        .toList();
  }

  private IntegrityReport report(Instant now, Set<Breach> breaches) {
    List<IntegrityReport.Finding> findings =
        Arrays.stream(Invariant.values())
            .map(
                invariant -> {
                  List<Breach> known =
                      breaches.stream().filter(one -> one.invariant() == invariant).toList();
                  return new IntegrityReport.Finding(
                      invariant,
                      known.size(),
                      known.stream().limit(IntegrityReport.MAX_NAMED).toList());
                })
            .toList();
    return new IntegrityReport(breaches.isEmpty(), now, newcomers.checked(), sweptAt(), findings);
  }

  private @Nullable Instant sweptAt() {
    Instant earliest = null;
    for (Sweep sweep : sweeps.values()) {
      Instant ended = sweep.roundEnded();
      if (ended == null) {
        return null;
      }
      earliest = earliest == null || ended.isBefore(earliest) ? ended : earliest;
    }
    return earliest;
  }

  private Sweep sweep(SweptTable table) {
    return Objects.requireNonNull(sweeps.get(table));
  }

  private void tellNewBreaches(Set<Breach> found) {
    found.stream()
        .filter(breach -> !reported.contains(breach))
        .forEach(
            breach ->
                log.error(
                    "{} is broken: {}: {}",
                    breach.invariant(),
                    breach.subject(),
                    breach.problem()));
    reported = found;
  }

  private static Map<String, Object> overdue(Duration overdue) {
    return Map.of("overdue", overdue.toSeconds());
  }

  /**
   * For a few thousand rows of a large table the planner may think a scan of all of it, by several
   * processes, the faster way.
   */
  private void readByIndexAlone() {
    template.execute(
        """
        SET LOCAL enable_seqscan = off;
        SET LOCAL enable_hashjoin = off;
        SET LOCAL enable_mergejoin = off;
        SET LOCAL max_parallel_workers_per_gather = 0
        """);
  }

  /** The service's ordinary limits are meant for payments. */
  private void waitPatiently() {
    long millis = properties.patience().toMillis();
    jdbc.sql("SELECT set_config('statement_timeout', :millis, true)")
        .param("millis", Long.toString(millis))
        .query((row, _) -> row.getString(1))
        .single();
    template.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              // The pool sets it back.
              connection.setNetworkTimeout(
                  Runnable::run, (int) (millis + NETWORK_GRACE.toMillis()));
              return true;
            });
  }
}
