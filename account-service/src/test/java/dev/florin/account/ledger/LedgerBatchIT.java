package dev.florin.account.ledger;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.RecordedSpans;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.Outcome.Conflicting;
import dev.florin.account.ledger.Outcome.Declined;
import dev.florin.account.ledger.Outcome.Posted;
import dev.florin.money.Money;
import dev.florin.web.deadline.Deadline;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Commands that share a transaction, and what one of them may do to the others: nothing. */
@AccountServiceTest
class LedgerBatchIT {

  private static final LedgerProperties ONE_WRITER = new LedgerProperties(16, 4, 1, 64, 3);

  private final PostBatch postBatch;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final Tracer tracer;
  private final RecordedSpans spans;
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Gate gate = new Gate();
  private final PostingQueue queue;
  private final String merchant = newMerchant();

  private UUID rich = new UUID(0, 0);

  @Autowired
  LedgerBatchIT(
      PostBatch postBatch,
      JdbcTemplate jdbc,
      TransactionTemplate ledgerTransactionTemplate,
      Wallets wallets,
      DepositFunds depositFunds,
      Tracer tracer,
      RecordedSpans spans) {
    this.postBatch = postBatch;
    this.jdbc = jdbc;
    this.transaction = ledgerTransactionTemplate;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.tracer = tracer;
    this.spans = spans;
    this.queue = new PostingQueue(gate, tracer, meters, ONE_WRITER);
  }

  @BeforeEach
  void openWallets() {
    rich = AccountFixtures.wallet(wallets, depositFunds, merchant, "RICH", usd("100.00")).id();
    AccountFixtures.wallet(wallets, depositFunds, merchant, "OTHER", usd("100.00"));
    AccountFixtures.wallet(wallets, depositFunds, merchant, "POOR", usd("1.00"));
    queue.afterPropertiesSet();
  }

  @AfterEach
  void theLedgerIsIntact() throws InterruptedException {
    gate.open();
    queue.destroy();
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void declinedCommandDoesNotFailItsNeighbours() {
    String first = newPayment();
    String second = newPayment();

    List<Outcome> outcomes =
        postBatch.post(
            List.of(
                deduct(first, "RICH", "60.00"),
                deduct(newPayment(), "POOR", "60.00"),
                deduct(newPayment(), "NOBODY", "60.00"),
                deduct(newPayment(), "RICH", "60.00"),
                deduct(second, "RICH", "40.00")));

    assertThat(outcomes.get(0)).isInstanceOf(Posted.class);
    assertThat(outcomes.get(1)).isEqualTo(new Declined(DeclineCode.INSUFFICIENT_FUNDS, false));
    assertThat(outcomes.get(2)).isEqualTo(new Declined(DeclineCode.ACCOUNT_NOT_FOUND, false));
    assertThat(outcomes.get(3)).isEqualTo(new Declined(DeclineCode.INSUFFICIENT_FUNDS, false));
    assertThat(outcomes.get(4)).isInstanceOf(Posted.class);
    assertThat(balance()).isZero();
    assertThat(
            jdbc.queryForObject(
                "SELECT count(DISTINCT xmin::text) FROM transfer WHERE id IN (?, ?)",
                Long.class,
                first,
                second))
        .as("transactions")
        .isOne();
  }

  @Test
  void commandSentTwiceInOneBatchIsCarriedOutOnce() {
    String id = newPayment();

    List<Outcome> outcomes =
        postBatch.post(
            List.of(
                deduct(id, "RICH", "60.00"),
                deduct(id, "RICH", "60.00"),
                deduct(id, "RICH", "59.00")));

    assertThat(outcomes.get(0)).isInstanceOf(Posted.class);
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Posted.class,
            posted -> {
              assertThat(posted.replayed()).isTrue();
              assertThat(posted.entries()).isEqualTo(((Posted) outcomes.get(0)).entries());
            });
    assertThat(outcomes.get(2)).isEqualTo(new Conflicting());
    assertThat(balance()).isEqualTo(4_000);
  }

  @Test
  void deductionAndItsReversalInOneBatchLeaveNothing() {
    String payment = newPayment();
    Command reverse =
        new Command.Reverse(payment + ":back", payment, TransferKind.DEDUCTION, "test");

    List<Outcome> outcomes =
        postBatch.post(List.of(deduct(payment, "RICH", "60.00"), new Request(reverse, null)));

    assertThat(outcomes).hasOnlyElementsOfType(Posted.class);
    assertThat(balance()).isEqualTo(10_000);
  }

  @Test
  void restOfAHoldGoesToASystemAccountThatWasNeverUsedBefore() {
    Money funds = Money.parse("10.00", "BWP");
    AccountFixtures.wallet(wallets, depositFunds, merchant, "RICH", funds);
    String id = newPayment();
    Wallet payer = new Wallet(merchant, "RICH");
    Transfer capture = Transfer.of(id, TransferKind.CAPTURE, null, Fingerprint.of("capture", id));

    postBatch.post(
        List.of(
            new Request(
                new Command.PlaceHold(id, merchant, payer, funds, Duration.ofHours(1)), null)));
    List<Outcome> outcomes =
        postBatch.post(
            List.of(
                new Request(
                    Command.PostHold.to(capture, id, SystemAccount.IN_TRANSIT, null, true), null)));

    assertThat(outcomes).hasOnlyElementsOfType(Posted.class);
    assertThat(
            jdbc.queryForObject("SELECT merchant_id FROM transfer WHERE id = ?", String.class, id))
        .as("a capture belongs to the hold's merchant")
        .isEqualTo(merchant);
  }

  @Test
  void onlyAnAdjustmentGetsMoneyOutOfAClosedAccount() {
    jdbc.update("UPDATE account SET status = 'closed' WHERE id = ?", rich);
    String id = newPayment();
    Transfer adjustment =
        Transfer.of(id, TransferKind.ADJUSTMENT, merchant, Fingerprint.of("adjustment", id));
    Command empty =
        Command.Post.of(
            adjustment, new Wallet(merchant, "RICH"), new Wallet(merchant, "OTHER"), usd("100.00"));

    List<Outcome> outcomes =
        postBatch.post(List.of(deduct(newPayment(), "RICH", "1.00"), new Request(empty, null)));

    assertThat(outcomes.get(0)).isEqualTo(new Declined(DeclineCode.ACCOUNT_CLOSED, false));
    assertThat(outcomes.get(1)).isInstanceOf(Posted.class);
    assertThat(balance()).isZero();
  }

  @Test
  void commandThatTheDatabaseRefusesFailsAlone() throws Exception {
    Pending first = takenAlone();
    Pending refused = add(deduct("x".repeat(256), "OTHER", "1.00"));
    Pending neighbour = add(deduct(newPayment(), "OTHER", "1.00"));
    gate.open();

    assertThat(first.await()).isInstanceOf(Posted.class);
    assertThat(neighbour.await()).isInstanceOf(Posted.class);
    assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(refused::await);
  }

  @Test
  void accountLockedByOthersFailsOnlyItsOwnCommands() throws Exception {
    takenAlone();
    Pending locked = add(deduct(newPayment(), "RICH", "1.00"));
    Pending lockedToo = add(deduct(newPayment(), "RICH", "1.00"));
    Pending neighbour = add(deduct(newPayment(), "OTHER", "1.00"));
    try (RowLock _ = new RowLock()) {
      gate.open();

      assertThatExceptionOfType(LedgerBusyException.class).isThrownBy(locked::await);
      assertThatExceptionOfType(LedgerBusyException.class).isThrownBy(lockedToo::await);
      assertThat(neighbour.await()).isInstanceOf(Posted.class);
    }

    assertThat(gate.tries)
        .as("the first, the batch, one that waits for the lock, the neighbour")
        .hasValue(4);
    assertThat(balance()).isEqualTo(10_000);
  }

  @Test
  void commandBeyondTheQueueIsTurnedAwayAtOnce() {
    takenAlone();
    add(deduct(newPayment(), "RICH", "1.00"));
    add(deduct(newPayment(), "RICH", "1.00"));
    Pending last = add(deduct(newPayment(), "RICH", "1.00"));

    assertThatExceptionOfType(LedgerBusyException.class)
        .isThrownBy(() -> add(deduct(newPayment(), "RICH", "1.00")))
        .withMessageContaining("too many commands wait");

    gate.open();
    assertThat(last.await()).isInstanceOf(Posted.class);
    assertThat(balance()).isEqualTo(9_700);
  }

  @Test
  void commandWhoseTimeRanOutBeforeItsTurnIsNotBegun() {
    String late = newPayment();
    Pending first = takenAlone();
    Pending pending =
        new Pending(deduct(late, "RICH", "1.00"), Deadline.in(Duration.ZERO), null, null);
    queue.add(pending);

    assertThatExceptionOfType(LedgerBusyException.class).isThrownBy(pending::await);

    gate.open();
    assertThat(first.await()).isInstanceOf(Posted.class);
    assertThat(jdbc.queryForList("SELECT id FROM transfer WHERE id = ?", late)).isEmpty();
  }

  @Test
  void whoseTimeRunsOutWhileItIsCarriedOutIsToldThatItIsNotKnown() {
    Pending pending =
        new Pending(
            deduct(newPayment(), "OTHER", "1.00"), Deadline.in(Duration.ofSeconds(2)), null, null);
    queue.add(pending);
    untilTaken();

    assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(pending::await);
    gate.open();
  }

  @Test
  void failureOfOneBatchDoesNotEndTheWriter() {
    gate.failNext = true;
    gate.open();
    Pending failed = add(deduct(newPayment(), "RICH", "1.00"));

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(failed::await);
    assertThat(add(deduct(newPayment(), "RICH", "1.00")).await()).isInstanceOf(Posted.class);
  }

  @Test
  void batchIsAChildOfItsFirstRequestAndLinksTheOthers() {
    Span first = tracer.spanBuilder().setNoParent().name("first").start();
    Span second = tracer.spanBuilder().setNoParent().name("second").start();
    takenAlone();
    Pending one = add(deduct(newPayment(), "RICH", "1.00"), first);
    Pending two = add(deduct(newPayment(), "OTHER", "1.00"), second);
    gate.open();
    one.await();
    two.await();

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> spans.named("ledger.post_batch").stream().anyMatch(s -> isIn(s, first)));
    SpanData batch =
        spans.named("ledger.post_batch").stream().filter(s -> isIn(s, first)).toList().getFirst();
    assertThat(batch.getParentSpanId()).isEqualTo(first.context().spanId());
    assertThat(batch.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly(second.context().spanId());
    first.end();
    second.end();
  }

  private static boolean isIn(SpanData span, Span root) {
    return span.getTraceId().equals(root.context().traceId());
  }

  private Pending add(Request request) {
    return add(request, null);
  }

  private Pending add(Request request, @Nullable Span span) {
    Pending pending = new Pending(request, Deadline.in(Duration.ofSeconds(20)), span, null);
    queue.add(pending);
    return pending;
  }

  /** A command that the only writer has taken, so that those after it wait for each other. */
  private Pending takenAlone() {
    Pending pending = add(deduct(newPayment(), "OTHER", "1.00"));
    untilTaken();
    return pending;
  }

  /** Waits until the only writer has taken what was added. */
  private void untilTaken() {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> meters.get("ledger.queue.size").gauge().value() == 0);
  }

  private Request deduct(String id, String user, String amount) {
    Money money = usd(amount);
    Transfer transfer =
        Transfer.of(id, TransferKind.DEDUCTION, merchant, Fingerprint.of(id, user, amount));
    return new Request(
        Command.Post.of(transfer, new Wallet(merchant, user), SystemAccount.IN_TRANSIT, money),
        null);
  }

  private long balance() {
    return jdbc.queryForList("SELECT posted FROM account WHERE id = ?", Long.class, rich)
        .getFirst();
  }

  /** The real thing, but not before the gate is open. */
  private final class Gate implements PostingQueue.Poster {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger tries = new AtomicInteger();
    private volatile boolean failNext;

    void open() {
      closed.countDown();
    }

    @Override
    public List<Outcome> post(List<Request> batch) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (failNext) {
        failNext = false;
        throw new LinkageError("planted");
      }
      tries.incrementAndGet();
      return postBatch.post(batch);
    }
  }

  /** Holds the rich wallet's row until it is closed. */
  private final class RowLock implements AutoCloseable {

    private final CountDownLatch locked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Void> holder =
        CompletableFuture.runAsync(this::hold, task -> Thread.ofVirtual().start(task));

    RowLock() throws InterruptedException {
      locked.await();
    }

    private void hold() {
      transaction.executeWithoutResult(
          _ -> {
            jdbc.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            jdbc.queryForList("SELECT 1 FROM account WHERE id = ? FOR UPDATE", rich);
            locked.countDown();
            awaitRelease();
          });
    }

    private void awaitRelease() {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      release.countDown();
      holder.join();
    }
  }
}
