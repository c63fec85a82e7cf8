package dev.florin.account.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.florin.account.ledger.AccountRef.Existing;
import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.LedgerReads.HeldAccount;
import dev.florin.account.ledger.LedgerReads.WalletKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries commands out in one database transaction: it locks their accounts in id order, lets
 * {@link Rules} decide, and writes what came of it.
 */
@Component
class PostBatch implements PostingQueue.Poster {

  private static final Logger log = LoggerFactory.getLogger(PostBatch.class);

  /**
   * Serialization failure, deadlock, a row that another transaction wrote first: the database undid
   * the work, and another try sees what was in the way.
   */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "23505");

  /** Lock not available, statement cancelled by its timeout, a server that only lets read. */
  private static final Set<String> NOT_NOW = Set.of("55P03", "57014", "25006");

  private static final int KNOWN_WALLETS = 100_000;

  private final TransactionTemplate transactions;
  private final JdbcTemplate jdbc;
  private final SystemAccounts systemAccounts;
  private final Counter modifications;
  private final int attempts;

  /** A wallet keeps its id for ever. */
  private final Cache<WalletKey, UUID> wallets =
      Caffeine.newBuilder().maximumSize(KNOWN_WALLETS).build();

  PostBatch(
      TransactionTemplate ledgerTransactionTemplate,
      DataSource dataSource,
      SystemAccounts systemAccounts,
      MeterRegistry meters,
      LedgerProperties properties) {
    this.transactions = ledgerTransactionTemplate;
    this.jdbc = new JdbcTemplate(dataSource);
    this.systemAccounts = systemAccounts;
    this.modifications = meters.counter("account.concurrent_modification.total");
    this.attempts = properties.attempts();
  }

  /**
   * Carries the commands out in their order.
   *
   * @return what came of each
   * @throws LedgerBusyException if rows stayed locked, the server only lets read or the tries were
   *     used up: nothing was written
   * @throws DataAccessException if the database failed; if it failed to commit, what was written is
   *     not known
   */
  @Override
  public List<Outcome> post(List<Request> batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(batch);
      } catch (OvertakenException | DataAccessException | TransactionException e) {
        if (e instanceof OvertakenException) {
          modifications.increment();
        }
        String state = sqlState(e);
        boolean again = e instanceof OvertakenException || TRY_AGAIN.contains(state);
        if (again && attempt < attempts) {
          log.debug("ledger transaction broken off ({}), attempt {}", state, attempt);
        } else if (again || NOT_NOW.contains(state)) {
          throw new LedgerBusyException("the accounts are busy", e);
        } else {
          throw e;
        }
      }
    }
  }

  private List<Outcome> once(List<Request> batch) {
    BatchReferences references = new BatchReferences(batch);
    Set<UUID> accountIds = new HashSet<>();
    if (references.needsLookUp()) {
      jdbc.execute((ConnectionCallback<Boolean>) it -> lookUp(it, references, accountIds));
    }
    openSystemAccounts(references);
    List<Outcome> outcomes =
        Objects.requireNonNull(
            transactions.execute(
                _ ->
                    jdbc.execute(
                        (ConnectionCallback<List<Outcome>>)
                            connection -> post(connection, references, accountIds, batch))));
    LedgerFaults.afterCommit(batch);
    return outcomes;
  }

  /** What a hold or a transfer on record names never changes, so it is read without a lock. */
  private static boolean lookUp(
      Connection connection, BatchReferences references, Set<UUID> accountIds) throws SQLException {
    LedgerReads reads = new LedgerReads(connection);
    for (HeldAccount held : reads.heldAccounts(references.holdIds())) {
      accountIds.add(held.accountId());
      references.holdIsIn(held.holdId(), held.currency());
    }
    return accountIds.addAll(reads.postedAccounts(references.reversed()));
  }

  private List<Outcome> post(
      Connection connection, BatchReferences references, Set<UUID> accountIds, List<Request> batch)
      throws SQLException {
    LedgerReads reads = new LedgerReads(connection);
    BatchNames names = new BatchNames();
    List<WalletKey> unknown = name(references, names, accountIds);
    Book book =
        reads.lock(
            names,
            accountIds,
            unknown,
            references.transferIds(),
            references.reversed(),
            references.holdIds());
    remember(unknown, names);
    Rules rules = new Rules(book);
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    for (Request request : batch) {
      outcomes.add(rules.apply(request.command(), request.traceId()));
    }
    new LedgerWrites(connection).write(book);
    LedgerFaults.beforeCommit(batch);
    return outcomes;
  }

  /** A row that does not exist cannot be locked, so it is written first. */
  private void openSystemAccounts(BatchReferences references) {
    references.forEachAccount(
        (account, currency) -> {
          if (account instanceof SystemAccount system) {
            systemAccounts.ensureOpen(system, currency);
          }
        });
  }

  /**
   * Names the accounts whose ids are known.
   *
   * @return the wallets that have to be looked up
   */
  private List<WalletKey> name(BatchReferences references, BatchNames names, Set<UUID> accountIds) {
    List<WalletKey> unknown = new ArrayList<>();
    references.forEachAccount(
        (account, currency) -> {
          UUID id =
              switch (account) {
                case Existing(UUID known) -> known;
                case SystemAccount system -> systemAccounts.anyStripe(system, currency);
                case Wallet wallet -> known(new WalletKey(wallet, currency), unknown);
              };
          names.put(account, currency, id);
          if (id != null) {
            accountIds.add(id);
          }
        });
    return unknown;
  }

  private void remember(List<WalletKey> lookedUp, BatchNames names) {
    for (WalletKey key : lookedUp) {
      UUID id = names.id(key.wallet(), key.currency());
      if (id != null) {
        wallets.put(key, id);
      }
    }
  }

  private @Nullable UUID known(WalletKey key, List<WalletKey> unknown) {
    UUID id = wallets.getIfPresent(key);
    if (id == null) {
      unknown.add(key);
    }
    return id;
  }

  private static String sqlState(RuntimeException failure) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
    return state == null ? "" : state;
  }
}
