package dev.florin.account.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.telemetry.TraceContexts;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The stripes of the platform's own accounts. A stripe's id follows from its name, so the posting
 * path need not look it up and every instance of the service means the same row.
 */
@Component
public class SystemAccounts {

  private static final String OPEN =
      """
      INSERT INTO account (id, kind, code, stripe, currency, trace_id)
      VALUES (?, 'system', ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;

  private record Named(SystemAccount account, String currency) {}

  private final Set<Named> open = ConcurrentHashMap.newKeySet();
  private final JdbcTemplate jdbc;
  private final LedgerProperties properties;

  SystemAccounts(JdbcTemplate jdbc, LedgerProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  /** One of the account's rows, any will do. */
  UUID anyStripe(SystemAccount account, String currency) {
    int stripe = ThreadLocalRandom.current().nextInt(properties.stripes());
    return id(account, currency, stripe);
  }

  /** Opens the account if this process has not seen it open; outside any transaction. */
  public void ensureOpen(SystemAccount account, String currency) {
    Named named = new Named(account, currency);
    if (!open.contains(named)) {
      open(account, currency);
      open.add(named);
    }
  }

  /**
   * Opens the account's stripes that are not there yet, in the caller's transaction.
   *
   * @return the ids of all stripes
   */
  public List<UUID> open(SystemAccount account, String currency) {
    String traceId = TraceContexts.traceId();
    List<UUID> ids =
        IntStream.range(0, properties.stripes()).mapToObj(n -> id(account, currency, n)).toList();
    List<Object[]> rows =
        IntStream.range(0, ids.size())
            .mapToObj(n -> new Object[] {ids.get(n), account.code(), n, currency, traceId})
            .toList();
    jdbc.batchUpdate(OPEN, rows);
    return ids;
  }

  private static UUID id(SystemAccount account, String currency, int stripe) {
    String name = "system-account/%s/%s/%d".formatted(account.code(), currency, stripe);
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }
}
