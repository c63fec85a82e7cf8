package dev.florin.account.transfer;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.Neighbours;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.AccountRef;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.TransferKind;
import dev.florin.account.transfer.RiskDesk.Assessment;
import dev.florin.account.transfer.TransferMoney.Transferred;
import dev.florin.account.transfer.UserTransfer.Risk;
import dev.florin.account.transfer.UserTransfer.Status;
import dev.florin.account.transfer.UserTransfer.Trace;
import dev.florin.money.Money;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.problem.ProblemException;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workers die, lose answers and are overtaken; a transfer comes to one consistent end. */
@AccountServiceTest
class TransferRecoveryIT {

  /** More moments than any run has. */
  private static final int MOMENTS = 12;

  private static final Money TEN = usd("10.00");

  private final Ledger ledger;
  private final Payees payees;
  private final LowRiskRule lowRisk;
  private final Transfers transfers;
  private final OpenTransfers open;
  private final Admissions admissions;
  private final Conclusions conclusions;
  private final Answers answers;
  private final ProcessTelemetry telemetry;
  private final ResumeTransfers resume;
  private final TransferProperties properties;
  private final ObservationRegistry observations;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final WatchOverdueTransfers overdue;
  private final MeterRegistry meters;
  private final TransferRows rows;
  private final JdbcClient client;
  private final JdbcTemplate jdbc;
  private final Recorder recorder = new Recorder();

  private String merchant = "";

  @Autowired
  TransferRecoveryIT(
      Ledger ledger,
      Payees payees,
      LowRiskRule lowRisk,
      Transfers transfers,
      OpenTransfers open,
      Admissions admissions,
      Conclusions conclusions,
      Answers answers,
      ProcessTelemetry telemetry,
      ResumeTransfers resume,
      TransferProperties properties,
      ObservationRegistry observations,
      Wallets wallets,
      DepositFunds depositFunds,
      WatchOverdueTransfers overdue,
      MeterRegistry meters,
      TransferRows rows,
      JdbcClient client,
      JdbcTemplate jdbc) {
    this.ledger = ledger;
    this.payees = payees;
    this.lowRisk = lowRisk;
    this.transfers = transfers;
    this.open = open;
    this.admissions = admissions;
    this.conclusions = conclusions;
    this.answers = answers;
    this.telemetry = telemetry;
    this.resume = resume;
    this.properties = properties;
    this.observations = observations;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.overdue = overdue;
    this.meters = meters;
    this.rows = rows;
    this.client = client;
    this.jdbc = jdbc;
    observations.observationConfig().observationHandler(recorder);
  }

  /** What happens to a transfer while nobody dies. */
  enum Story {
    SUCCEEDS,
    PAYER_IS_TOO_POOR,
    RISK_DENIES,
    PAYEE_IS_CLOSED_BEFORE_THE_COMMIT,
    ANSWER_TO_THE_HOLD_IS_LOST,
    ANSWER_TO_THE_COMMIT_IS_LOST,
    ANSWER_TO_THE_VOID_IS_LOST
  }

  /** How the world changes before the next worker comes. */
  enum Change {
    NOTHING,
    PAYEE_IS_CLOSED,
    PAYEE_IS_OPENED,
    RISK_DENIES,
    RISK_IS_AWAY
  }

  @BeforeEach
  void useAMerchantOfItsOwn() {
    Neighbours.reset();
    merchant = newMerchant();
  }

  @AfterEach
  void theLedgerIsIntact() {
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Story.class)
  void transferEndsConsistentlyWhereverItsWorkersDie(Story story) {
    int crashes = 0;
    for (Change change : Change.values()) {
      for (int first = 0; first < MOMENTS; first++) {
        if (!endsConsistently(story, change, first)) {
          break;
        }
        crashes++;
      }
    }
    assertThat(crashes).as("crashes that happened").isGreaterThan(10);
  }

  /** Two workers die at that moment of their run; whether the first one did. */
  private boolean endsConsistently(Story story, Change change, int moment) {
    String told = "%s, crash %d, %s".formatted(story, moment, change);
    String run = UUID.randomUUID().toString();
    World world = new World(story, "A-" + run, "B-" + run);
    UserTransfer transfer = accept(world);

    boolean crashed = dies(world, transfer, moment);
    world.apply(change);
    takeUp(transfer).ifPresent(again -> dies(world, again, moment));
    for (int i = 0; i < 3; i++) {
      takeUp(transfer).ifPresent(again -> dies(world, again, Integer.MAX_VALUE));
    }

    UserTransfer ended = transfers.get(transfer.id().value());
    Wallet payer = wallet(world.payer);
    Wallet payee = wallet(world.payee);
    assertThat(payer.held()).as(told).isEqualTo(usd("0"));
    switch (ended.status()) {
      case SUCCEEDED -> {
        assertThat(payer.balance()).as(told).isEqualTo(world.funds().minus(TEN));
        assertThat(payee.balance()).as(told).isEqualTo(TEN);
      }
      case FAILED -> {
        assertThat(payer.balance()).as(told).isEqualTo(world.funds());
        assertThat(payee.balance()).as(told).isEqualTo(usd("0"));
        assertThat(ended.failure()).as(told).isNotNull();
      }
      case PROCESSING -> throw new AssertionError(told + ": never ended");
    }
    return crashed;
  }

  private boolean dies(World world, UserTransfer transfer, int moment) {
    world.crashIn = moment;
    try {
      RunEnd end = saga(world, world).run(transfer);
      world.moment();
      conclusions.conclude(end);
      world.moment();
      return false;
    } catch (Crash crash) {
      return true;
    }
  }

  @Test
  void dueTransferIsFinishedOnceByManyRecoverersAtOnce() throws Exception {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    assertThat(dies(world, transfer, 3)).isTrue();
    resume.resumeDue();
    assertThat(transfers.get(transfer.id().value()).status())
        .as("leased to the worker that died")
        .isEqualTo(Status.PROCESSING);
    letTheLeasePass(transfer);

    AtOnce.run(Collections.nCopies(4, this::resumeDue));

    UserTransfer ended = transfers.get(transfer.id().value());
    assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(ended.resumptions()).isOne();
    assertThat(wallet("B").balance()).isEqualTo(TEN);
  }

  @Test
  void workerThatWasOvertakenWritesNothing() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    world.beforeCommit =
        () -> {
          world.beforeCommit = () -> {};
          UserTransfer again = takeUp(transfer).orElseThrow();
          conclusions.conclude(saga(world, world).run(again));
        };

    RunEnd end = saga(world, world).run(transfer);

    assertThatExceptionOfType(StaleTransferException.class)
        .isThrownBy(() -> conclusions.conclude(end));
    assertThat(transfers.get(transfer.id().value()).status()).isEqualTo(Status.SUCCEEDED);
    assertThat(wallet("A").balance()).isEqualTo(usd("90.00"));
    assertThat(wallet("B").balance()).isEqualTo(TEN);
  }

  @Test
  void rollBackThatCameFirstFencesTheCommitOfAnOvertakenWorker() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    world.beforeCommit =
        () -> {
          world.beforeCommit = () -> {};
          world.apply(Change.PAYEE_IS_CLOSED);
          conclusions.conclude(saga(world, world).run(takeUp(transfer).orElseThrow()));
          world.apply(Change.PAYEE_IS_OPENED);
        };

    TransferSaga overtaken = saga(world, world);

    assertThatExceptionOfType(StaleTransferException.class)
        .isThrownBy(() -> overtaken.run(transfer));
    assertThat(transfers.get(transfer.id().value()).failure()).isEqualTo(Failure.ACCOUNT_CLOSED);
    assertThat(wallet("A").available()).isEqualTo(usd("100.00"));
    assertThat(wallet("B").balance()).isEqualTo(usd("0"));
  }

  @Test
  void lostAnswerIsToldAsProcessingUntilItIsFoundOut() {
    World world = new World(Story.ANSWER_TO_THE_COMMIT_IS_LOST, "A", "B");
    TransferMoney transferMoney = transferMoney(world);
    TransferRequest request = request(world, "k");

    Transferred first = transferMoney.transfer(request);
    Transferred again = transferMoney.transfer(request);
    letTheLeasePass(transfers.find(merchant, request.terms().transferId()).orElseThrow());
    resume.resumeDue();
    Transferred last = transferMoney.transfer(request);

    assertThat(first.answer().status()).isEqualTo(202);
    assertThat(first.answer().body()).contains("\"status\":\"processing\"");
    assertThat(again.answer().status()).isEqualTo(202);
    assertThat(again.replayed()).isFalse();
    assertThat(last.answer().status()).isEqualTo(201);
    assertThat(last.replayed()).isTrue();
    assertThat(wallet("B").balance()).isEqualTo(TEN);
  }

  @Test
  void requestWhoseWorkerDiedIsTakenUpByItsRepetitionAfterTheLease() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    TransferRequest request = request(world, "k");
    UserTransfer transfer =
        transfers.accept(UserTransfer.Id.next(), request, new Trace(null, null)).orElseThrow();
    assertThat(dies(world, transfer, 5)).isTrue();
    world.crashIn = Integer.MAX_VALUE;
    TransferMoney transferMoney = transferMoney(world);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> transferMoney.transfer(request))
        .withMessageContaining("idempotency_in_progress");
    letTheLeasePass(transfer);

    assertThat(transferMoney.transfer(request).answer().status()).isEqualTo(201);
    assertThat(wallet("B").balance()).isEqualTo(TEN);
  }

  @Test
  void transferWhoseHoldHasLapsedFailsWithItsMoneyWhereItWas() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    Command.PlaceHold lapsing =
        new Command.PlaceHold(
            transfer.id().step("hold"),
            merchant,
            new AccountRef.Wallet(merchant, "A"),
            TEN,
            Duration.ofMillis(1));
    assertThat(ledger.execute(lapsing)).isInstanceOf(Outcome.Held.class);
    await()
        .until(
            () ->
                jdbc.queryForObject(
                    "SELECT expires_at <= now() FROM hold WHERE id = ?",
                    Boolean.class,
                    lapsing.id()));

    conclusions.conclude(saga(world, world).run(transfer));

    assertThat(transfers.get(transfer.id().value()).failure()).isEqualTo(Failure.HOLD_EXPIRED);
    assertThat(wallet("A").available()).isEqualTo(usd("100.00"));
  }

  @Test
  void transferWhoseHoldSomebodyVoidedFailsWithItsMoneyWhereItWas() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    Command.ReleaseHold meddling = new Command.ReleaseHold(transfer.id().step("hold"), false);
    world.beforeCommit = () -> ledger.execute(meddling);

    conclusions.conclude(saga(world, world).run(transfer));

    assertThat(transfers.get(transfer.id().value()).failure()).isEqualTo(Failure.HOLD_VOIDED);
    assertThat(wallet("A").available()).isEqualTo(usd("100.00"));
    assertThat(wallet("B").balance()).isEqualTo(usd("0"));
  }

  @Test
  void transferWhoseHoldWasVoidedBeforeItCameFails() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    ledger.execute(new Command.ReleaseHold(transfer.id().step("hold"), false));

    conclusions.conclude(saga(world, world).run(transfer));

    assertThat(transfers.get(transfer.id().value()).failure()).isEqualTo(Failure.HOLD_VOIDED);
    assertThat(wallet("A").available()).isEqualTo(usd("100.00"));
  }

  @Test
  void transferWhoseCommitWasFencedGivesItsHoldBackAndFails() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    Command.Reverse meddling =
        new Command.Reverse(
            transfer.id() + ":meddling",
            transfer.id().step("commit"),
            TransferKind.DEDUCTION,
            null);
    world.beforeCommit = () -> ledger.execute(meddling);

    conclusions.conclude(saga(world, world).run(transfer));

    assertThat(transfers.get(transfer.id().value()).failure()).isEqualTo(Failure.HOLD_VOIDED);
    assertThat(wallet("A").available()).isEqualTo(usd("100.00"));
  }

  @Test
  void transferThatOutlastsItsPausesIsCountedUntilItEnds() {
    World world = new World(Story.SUCCEEDS, "A", "B");
    UserTransfer transfer = accept(world);
    overdueIs(0);
    jdbc.update(
        "UPDATE user_transfer SET created_at = now() - interval '61 minutes' WHERE uuid = ?",
        transfer.id().value());
    overdueIs(1);

    conclusions.conclude(saga(world, world).run(transfer));

    overdueIs(0);
  }

  /** The service itself counts now and then, and may be a count behind. */
  private void overdueIs(int expected) {
    await()
        .until(
            () -> {
              overdue.look();
              return meters.get("transfer.overdue").gauge().value() == expected;
            });
  }

  @Test
  void transferThatWentOnWithoutAnAssessmentStaysMarkedWhenItsRollBackIsNotWrittenDown() {
    World before = new World(Story.SUCCEEDS, "A", "B");
    assertThat(transferMoney(before).transfer(request(before, "k1")).answer().status())
        .isEqualTo(201);
    World world = new World(Story.PAYEE_IS_CLOSED_BEFORE_THE_COMMIT, "A", "B");
    world.apply(Change.RISK_IS_AWAY);
    TransferRequest request = request(world, "k2");
    OpenTransfers failing =
        new OpenTransfers(client, rows, properties) {
          @Override
          UserTransfer abandon(UserTransfer transfer, Failure reason) {
            throw new QueryTimeoutException("nobody answered");
          }
        };
    TransferSaga saga =
        new TransferSaga(payees, world, lowRisk, world, failing, observations, properties);

    assertThat(transferMoney(saga).transfer(request).answer().status()).isEqualTo(202);

    UserTransfer parked = transfers.find(merchant, request.terms().transferId()).orElseThrow();
    assertThat(parked.risk()).isEqualTo(Risk.DEGRADED);
    conclusions.conclude(saga(world, world).run(takeUp(parked).orElseThrow()));
    UserTransfer ended = transfers.get(parked.id().value());
    assertThat(ended.failure()).isEqualTo(Failure.ACCOUNT_CLOSED);
    assertThat(ended.risk()).isEqualTo(Risk.DEGRADED);
  }

  @Test
  void opposingTransfersOfTwoHundredThreadsSurfaceNoDeadlock() throws Exception {
    fund("A", "2000.00");
    fund("B", "2000.00");
    long deadlocks = deadlocks();
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      World world = new World(i % 2 == 0 ? "A" : "B", i % 2 == 0 ? "B" : "A");
      TransferRequest request = request(world, "k-" + i);
      TransferMoney transferMoney = transferMoney(world);
      calls.add(() -> transferMoney.transfer(request).answer().status());
    }

    List<Integer> statuses = AtOnce.run(calls);

    // On a busy machine some are told to come back.
    assertThat(statuses).hasSize(200).isSubsetOf(201, 202);
    await().atMost(Duration.ofMinutes(1)).until(this::allHaveSucceededOnceResumed);
    assertThat(deadlocks()).isEqualTo(deadlocks);
    assertThat(wallet("A").balance()).isEqualTo(usd("2000.00"));
    assertThat(wallet("B").balance()).isEqualTo(usd("2000.00"));
    assertThat(wallet("A").held().plus(wallet("B").held())).isEqualTo(usd("0"));
  }

  @Test
  void eachStepIsASpanOfItsTransfer() {
    World poor = new World(Story.PAYEE_IS_CLOSED_BEFORE_THE_COMMIT, "A", "B");
    transferMoney(poor).transfer(request(poor, "k1"));
    World world = new World(Story.SUCCEEDS, "C", "D");
    transferMoney(world).transfer(request(world, "k2"));

    assertThat(recorder.told)
        .containsExactly(
            "transfer.prepare done < transfer.process",
            "transfer.commit refused < transfer.process",
            "transfer.roll_back refused < transfer.process",
            "transfer.process failed",
            "transfer.prepare done < transfer.process",
            "transfer.commit done < transfer.process",
            "transfer.process succeeded");
  }

  private boolean resumeDue() {
    resume.resumeDue();
    return true;
  }

  private UserTransfer accept(World world) {
    return transfers
        .accept(
            UserTransfer.Id.next(),
            request(world, UUID.randomUUID().toString()),
            new Trace(null, null))
        .orElseThrow();
  }

  private TransferRequest request(World world, String key) {
    UserTransfer.Terms terms =
        new UserTransfer.Terms(
            merchant,
            "T-" + UUID.randomUUID(),
            world.payer,
            TEN,
            List.of(new Share(world.payee, TEN)),
            null);
    return new TransferRequest(terms, merchant, new IdempotencyKey(key), Fingerprint.of(key));
  }

  private TransferSaga saga(RiskDesk risk, LedgerDesk desk) {
    return new TransferSaga(payees, risk, lowRisk, desk, open, observations, properties);
  }

  private TransferMoney transferMoney(World world) {
    return transferMoney(saga(world, world));
  }

  private TransferMoney transferMoney(TransferSaga saga) {
    return new TransferMoney(admissions, saga, conclusions, answers, telemetry, properties);
  }

  private boolean allHaveSucceededOnceResumed() {
    jdbc.update(
        """
        UPDATE user_transfer SET resume_at = now()
        WHERE merchant_id = ? AND status = 'processing' AND NOT leased
        """,
        merchant);
    resume.resumeDue();
    return jdbc.queryForList(
            "SELECT DISTINCT status FROM user_transfer WHERE merchant_id = ?",
            String.class,
            merchant)
        .equals(List.of("succeeded"));
  }

  private Optional<UserTransfer> takeUp(UserTransfer transfer) {
    letTheLeasePass(transfer);
    return open.takeUp(transfer.id().value());
  }

  private void letTheLeasePass(UserTransfer transfer) {
    jdbc.update(
        "UPDATE user_transfer SET resume_at = now() WHERE uuid = ? AND status = 'processing'",
        transfer.id().value());
  }

  private void fund(String user, String amount) {
    AccountFixtures.wallet(wallets, depositFunds, merchant, user, usd(amount));
  }

  private Wallet wallet(String user) {
    return wallets.ofUsers(merchant, List.of(user), "USD").getFirst();
  }

  private long deadlocks() {
    return jdbc.queryForList(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()", Long.class)
        .getFirst();
  }

  /** A worker's death: nothing of it is caught. */
  private static final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    Crash() {
      super("died", null, false, false);
    }
  }

  /** The real ledger and a scripted risk desk, with moments at which a worker may die. */
  private final class World implements RiskDesk, LedgerDesk {

    private final Story story;
    private final String payer;
    private final String payee;
    private Assessment assessment = new Assessment.Allowed("low", 1);
    private Runnable beforeCommit = () -> {};
    private int crashIn = Integer.MAX_VALUE;
    private boolean answerLost;

    World(Story story, String payer, String payee) {
      this.story = story;
      this.payer = payer;
      this.payee = payee;
      fund(payer, story == Story.PAYER_IS_TOO_POOR ? "9.99" : "100.00");
      fund(payee, "0");
      if (story == Story.RISK_DENIES) {
        assessment = new Assessment.Denied("high", 99);
      }
      if (story == Story.PAYEE_IS_CLOSED_BEFORE_THE_COMMIT
          || story == Story.ANSWER_TO_THE_VOID_IS_LOST) {
        beforeCommit = () -> setPayee("closed");
      }
    }

    World(String payer, String payee) {
      this.story = Story.SUCCEEDS;
      this.payer = payer;
      this.payee = payee;
    }

    Money funds() {
      return usd(story == Story.PAYER_IS_TOO_POOR ? "9.99" : "100.00");
    }

    void apply(Change change) {
      switch (change) {
        case NOTHING -> {}
        case PAYEE_IS_CLOSED -> setPayee("closed");
        case PAYEE_IS_OPENED -> {
          beforeCommit = () -> {};
          setPayee("open");
        }
        case RISK_DENIES -> assessment = new Assessment.Denied("high", 99);
        case RISK_IS_AWAY -> assessment = new Assessment.Unavailable();
      }
    }

    private void setPayee(String status) {
      jdbc.update("UPDATE account SET status = ? WHERE id = ?", status, wallet(payee).id());
    }

    void moment() {
      if (crashIn == 0) {
        throw new Crash();
      }
      crashIn--;
    }

    @Override
    public Assessment assess(UserTransfer transfer) {
      moment();
      Assessment answer = assessment;
      moment();
      return answer;
    }

    @Override
    public Outcome.OfMovement execute(Command.Movement command) {
      beforeCommit.run();
      moment();
      Outcome.OfMovement outcome = ledger.execute(command);
      loseIf(Story.ANSWER_TO_THE_COMMIT_IS_LOST);
      moment();
      return outcome;
    }

    @Override
    public Outcome.OfReservation execute(Command.Reservation command) {
      moment();
      Outcome.OfReservation outcome = ledger.execute(command);
      loseIf(
          command instanceof Command.PlaceHold
              ? Story.ANSWER_TO_THE_HOLD_IS_LOST
              : Story.ANSWER_TO_THE_VOID_IS_LOST);
      moment();
      return outcome;
    }

    /** Once. */
    private void loseIf(Story when) {
      if (story == when && !answerLost) {
        answerLost = true;
        throw new QueryTimeoutException("nobody answered");
      }
    }
  }

  /** Keeps the spans of transfers. */
  private static final class Recorder implements ObservationHandler<Observation.Context> {

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onStop(Observation.Context context) {
      if (String.valueOf(context.getName()).startsWith("transfer.")) {
        ObservationView parent = context.getParentObservation();
        KeyValue outcome = context.getLowCardinalityKeyValue("transfer.outcome");
        told.add(
            context.getName()
                + " "
                + (outcome == null ? "-" : outcome.getValue())
                + (parent == null ? "" : " < " + parent.getContextView().getName()));
      }
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }
}
