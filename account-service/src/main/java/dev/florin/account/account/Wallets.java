package dev.florin.account.account;

import dev.florin.money.Money;
import dev.florin.telemetry.TraceContexts;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The wallets of all merchants; every question names the merchant that asks. */
@Component
public class Wallets {

  /** Greater than any id of a row. */
  private static final UUID LAST = new UUID(-1L, -1L);

  private final WalletRows rows;
  private final StatementEntries entries;

  Wallets(WalletRows rows, StatementEntries entries) {
    this.rows = rows;
    this.entries = entries;
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
  public Page<StatementEntry> statement(Wallet wallet, PageRequest<Long> page) {
    Long before = page.endingBefore();
    if (before != null) {
      return Page.oldestFirst(
          entries.findByAccountIdAndNumberGreaterThanOrderByNumber(
              wallet.id(), before, page.rows()),
          page.limit());
    }
    long after = page.startingAfter() == null ? Long.MAX_VALUE : page.startingAfter();
    return Page.newestFirst(
        entries.findByAccountIdAndNumberLessThanOrderByNumberDesc(wallet.id(), after, page.rows()),
        page.limit());
  }
}
