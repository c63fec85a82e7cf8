package dev.florin.benchmarks.ledger;

import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.LedgerBusyException;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.account.ledger.UnbatchedLedger;
import dev.florin.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Deductions that are handed to the ledger from within its process. */
final class EngineLoad {

  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Ledger ledger;
  private final UnbatchedLedger unbatched;
  private final int wallets;
  private final TransferIds ids = new TransferIds();

  EngineLoad(Ledger ledger, UnbatchedLedger unbatched, int wallets) {
    this.ledger = ledger;
    this.unbatched = unbatched;
    this.wallets = wallets;
  }

  /**
   * Keeps a number of posts in flight for a while.
   *
   * @param hot whether all are on one wallet
   */
  Round run(boolean hot, int inFlight, int seconds) {
    Histogram nanos = new ConcurrentHistogram(MAX_NANOS, 3);
    LongAdder refused = new LongAdder();
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < inFlight; n++) {
        callers.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    try {
                      time(nanos, ledger::execute, hot ? 1 : anyWallet());
                    } catch (LedgerBusyException _) {
                      refused.increment();
                    }
                  }
                }));
      }
    }
    Round round = Round.of(nanos, refused.sum(), System.nanoTime() - begin);
    callers.forEach(EngineLoad::requireDone);
    return round;
  }

  /** One at a time, in turn through the queue and around it. */
  LoneRound lone(int pairs) {
    Histogram queued = new Histogram(MAX_NANOS, 3);
    Histogram direct = new Histogram(MAX_NANOS, 3);
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      requireDone(
          threads.submit(
              () -> {
                for (int n = 0; n < pairs; n++) {
                  time(queued, ledger::execute, anyWallet());
                  time(direct, unbatched::execute, anyWallet());
                }
              }));
    }
    long elapsed = System.nanoTime() - begin;
    return new LoneRound(Round.of(queued, 0, elapsed), Round.of(direct, 0, elapsed));
  }

  private void time(Histogram nanos, Function<Command.Movement, Outcome> ledgerCall, int wallet) {
    Command.Movement command = deduction(wallet);
    long sent = System.nanoTime();
    Outcome outcome = ledgerCall.apply(command);
    long took = System.nanoTime() - sent;
    if (!(outcome instanceof Outcome.Posted posted) || posted.replayed()) {
      throw new IllegalStateException("not posted: " + outcome);
    }
    nanos.recordValue(Math.min(took, MAX_NANOS));
  }

  /** As a payment's deduction is. */
  private Command.Movement deduction(int wallet) {
    String userId = LedgerData.USER_PREFIX + wallet;
    Money amount = Money.ofMinor(LedgerData.AMOUNT_MINOR_UNITS, LedgerData.CURRENCY);
    Fingerprint content =
        Fingerprint.of(
            TransferKind.DEDUCTION.code(),
            LedgerData.MERCHANT,
            userId,
            Long.toString(amount.minorUnits()),
            amount.currencyCode());
    Transfer transfer =
        Transfer.of(ids.next(), TransferKind.DEDUCTION, LedgerData.MERCHANT, content);
    return Command.Post.of(
        transfer, new Wallet(LedgerData.MERCHANT, userId), SystemAccount.IN_TRANSIT, amount);
  }

  private int anyWallet() {
    return 1 + ThreadLocalRandom.current().nextInt(wallets);
  }

  private static void requireDone(Future<?> caller) {
    try {
      caller.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
