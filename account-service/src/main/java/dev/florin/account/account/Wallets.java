package dev.florin.account.account;

import dev.florin.money.Money;
import dev.florin.telemetry.TraceContexts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The wallets of all merchants; every question of a merchant's names the merchant. */
@Component
public class Wallets {

  /** Greater than any id of a row. */
  private static final UUID LAST = new UUID(-1L, -1L);

  private final WalletRows rows;
  private final StatementEntries entries;
  private final PastBalances balances;

  Wallets(WalletRows rows, StatementEntries entries, PastBalances balances) {
    this.rows = rows;
    this.entries = entries;
    this.balances = balances;
  }

  /** A wallet and whether this call opened it. */
  public record Opened(Wallet wallet, boolean isNew) {}

  /** Opens a user's wallet in a currency, or finds the one that is there. */
  @Transactional
  public Opened open(String merchantId, String userId, String currencyCode) {
    String currency = Money.ofMinor(0, currencyCode).currencyCode();
    int opened = rows.open(merchantId, userId, currency, TraceContexts.traceId());
    Wallet wallet =
        rows.findByMerchantIdAndUserIdAndCurrency(merchantId, userId, currency).orElseThrow();
    return new Opened(wallet, opened == 1);
  }

  /** A wallet of the merchant's. */
  @Transactional(readOnly = true)
  public Optional<Wallet> find(String merchantId, UUID id) {
    return rows.findByIdAndMerchantId(id, merchantId);
  }

  /** The wallets of some of the merchant's users in a currency; who has none is left out. */
  @Transactional(readOnly = true)
  public List<Wallet> ofUsers(String merchantId, Collection<String> userIds, String currencyCode) {
    return rows.findByMerchantIdAndCurrencyAndUserIdIn(merchantId, currencyCode, userIds);
  }

  /** The merchant's wallets, or those of one of its users. */
  @Transactional(readOnly = true)
  public Page<Wallet> list(String merchantId, @Nullable String userId, PageRequest<UUID> page) {
    UUID before = page.endingBefore();
    if (before != null) {
      return Page.oldestFirst(
          rows.findAfter(merchantId, userId, before, page.rows()), page.limit());
    }
    UUID after = page.startingAfter() == null ? LAST : page.startingAfter();
    return Page.newestFirst(rows.findBefore(merchantId, userId, after, page.rows()), page.limit());
  }

  /** The wallet's statement. */
  @Transactional(readOnly = true)
  public Page<StatementEntry> statement(Wallet wallet, Period period, PageRequest<Long> page) {
    long first = balances.versionBefore(wallet.id(), period.from());
    long last = balances.versionAfter(wallet.id(), period.to());
    // Entries are looked up number by number: behind the wallet's last one are other accounts'
    // alone.
    long end = Math.min(last, wallet.version()) + 1;
    if (page.endingBefore() != null) {
      long after = Math.max(first, page.endingBefore());
      return Page.oldestFirst(
          entries.findFirst(wallet.id(), after, end, period.from(), period.to(), page.rows()),
          page.limit());
    }
    long before = page.startingAfter() == null ? end : Math.min(end, page.startingAfter());
    return Page.newestFirst(
        entries.findLast(wallet.id(), first, before, period.from(), period.to(), page.rows()),
        page.limit());
  }

  /** The wallet's balance at a moment; null if the moment has not come. */
  @Transactional(readOnly = true)
  public @Nullable BalanceAt balanceAt(Wallet wallet, Instant at) {
    return balances.find(wallet, at);
  }
}
