package dev.florin.account.transfer;

import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Leg;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Transfer;
import dev.florin.account.ledger.TransferKind;
import dev.florin.account.transfer.RiskDesk.Assessment;
import dev.florin.account.transfer.TransferObservation.Label;
import dev.florin.account.transfer.UserTransfer.Risk;
import dev.florin.account.transfer.UserTransfer.Risk.Decision;
import dev.florin.account.transfer.UserTransfer.Terms;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Prepares a transfer, then commits it or rolls it back. It may be run any number of times, by any
 * worker that holds the transfer's lease, and comes to the same end.
 *
 * <p>The commit is one ledger transaction: the payer is debited and all payees are credited, or
 * nothing happens. So there is no failure after the debit and no compensation for it. A roll-back
 * that finds the hold posted has been overtaken by a commit, and the transfer has succeeded.
 */
@Component
class TransferSaga {

  private static final Logger log = LoggerFactory.getLogger(TransferSaga.class);

  private static final String HOLD = "hold";
  private static final String COMMIT = "commit";

  /** How a void is refused that has nothing to do any more. */
  private static final Set<DeclineCode> NOTHING_HELD =
      EnumSet.of(
          DeclineCode.FENCED,
          DeclineCode.HOLD_DECLINED,
          DeclineCode.ALREADY_VOIDED,
          DeclineCode.EXPIRED);

  private final Payees payees;
  private final RiskDesk risk;
  private final LowRiskRule lowRisk;
  private final LedgerDesk ledger;
  private final OpenTransfers open;
  private final ObservationRegistry observations;
  private final Duration holdTimeToLive;

  TransferSaga(
      Payees payees,
      RiskDesk risk,
      LowRiskRule lowRisk,
      LedgerDesk ledger,
      OpenTransfers open,
      ObservationRegistry observations,
      TransferProperties properties) {
    this.payees = payees;
    this.risk = risk;
    this.lowRisk = lowRisk;
    this.ledger = ledger;
    this.open = open;
    this.observations = observations;
    this.holdTimeToLive = properties.holdTimeToLive();
  }

  /** What came of a step. */
  private sealed interface StepResult {

    String label();

    /** The next one may follow. */
    record Done(UserTransfer transfer) implements StepResult {
      @Override
      public String label() {
        return "done";
      }
    }

    /**
     * The transfer fails.
     *
     * @param holding whether the payer's money may be reserved
     */
    record Refused(UserTransfer transfer, Failure failure, boolean holding) implements StepResult {
      @Override
      public String label() {
        return "refused";
      }
    }

    /** It may have had its effect, or not. */
    record Unclear(UserTransfer transfer) implements StepResult {
      @Override
      public String label() {
        return "unknown";
      }
    }
  }

  /** Runs the steps from the top. */
  RunEnd run(UserTransfer transfer) {
    Failure abandonedFor = transfer.abandonedFor();
    if (abandonedFor != null) {
      return rollBack(transfer, abandonedFor);
    }
    return switch (step(TransferObservation.PREPARE, () -> prepare(transfer))) {
      case StepResult.Done(var prepared) -> commitOrRollBack(prepared);
      case StepResult.Refused refused -> giveUp(refused);
      case StepResult.Unclear(var unclear) -> new RunEnd.Unresolved(unclear);
    };
  }

  private RunEnd commitOrRollBack(UserTransfer prepared) {
    return switch (step(TransferObservation.COMMIT, () -> commit(prepared))) {
      case StepResult.Done(var committed) -> new RunEnd.Succeeded(committed);
      case StepResult.Refused refused -> giveUp(refused);
      case StepResult.Unclear(var unclear) -> new RunEnd.Unresolved(unclear);
    };
  }

  /** Nothing needs to be rolled back if no run can have held anything. */
  private RunEnd giveUp(StepResult.Refused refused) {
    UserTransfer transfer = refused.transfer();
    return refused.holding()
        ? rollBack(open.abandon(transfer, refused.failure()), refused.failure())
        : new RunEnd.Failed(transfer.failedFor(refused.failure()));
  }

  private StepResult prepare(UserTransfer transfer) {
    Optional<Failure> refusal = payees.refusal(transfer.terms());
    if (refusal.isPresent()) {
      return new StepResult.Refused(transfer, refusal.get(), transfer.resumed());
    }
    return switch (assess(transfer)) {
      case StepResult.Done(var assessed) -> hold(assessed);
      case StepResult.Refused refused -> refused;
      case StepResult.Unclear unclear -> unclear;
    };
  }

  private StepResult assess(UserTransfer transfer) {
    // Written down by the run that learned it, or decided it.
    Risk known = transfer.risk();
    if (known != null
        && (known.decision() == Decision.ALLOW || known.decision() == Decision.DEGRADED)) {
      return new StepResult.Done(transfer);
    }
    return switch (risk.assess(transfer)) {
      case Assessment.Allowed(var level, var score) ->
          new StepResult.Done(transfer.assessed(new Risk(Decision.ALLOW, level, score)));
      // Nobody reviews transfers, so what needs a person is refused.
      case Assessment.ReviewNeeded(var level, var score) ->
          refused(
              transfer.assessed(new Risk(Decision.REVIEW, level, score)), Failure.RISK_REJECTED);
      case Assessment.Denied(var level, var score) ->
          refused(transfer.assessed(new Risk(Decision.DENY, level, score)), Failure.RISK_REJECTED);
      case Assessment.Unavailable() when lowRisk.admits(transfer.terms()) ->
          new StepResult.Done(open.goOnDegraded(transfer));
      case Assessment.Unavailable(), Assessment.NotAllowedToAsk() ->
          refused(transfer, Failure.RISK_UNAVAILABLE);
    };
  }

  private static StepResult refused(UserTransfer transfer, Failure failure) {
    return new StepResult.Refused(transfer, failure, transfer.resumed());
  }

  private StepResult hold(UserTransfer transfer) {
    Terms terms = transfer.terms();
    Command.Reservation place =
        new Command.PlaceHold(
            transfer.id().step(HOLD),
            terms.merchantId(),
            new Wallet(terms.merchantId(), terms.fromUser()),
            terms.amount(),
            holdTimeToLive);
    return result(transfer, () -> ledger.execute(place), /* holding= */ false);
  }

  private StepResult commit(UserTransfer transfer) {
    Terms terms = transfer.terms();
    List<Leg> credits =
        terms.shares().stream()
            .map(
                share -> Leg.credit(new Wallet(terms.merchantId(), share.toUser()), share.amount()))
            .toList();
    // What the id stands for is the transfer, whose terms never change.
    Fingerprint content = Fingerprint.of(TransferKind.TRANSFER.code(), transfer.id().toString());
    Command.Movement post =
        new Command.PostHold(
            new Transfer(
                transfer.id().step(COMMIT),
                TransferKind.TRANSFER,
                terms.merchantId(),
                null,
                null,
                content),
            transfer.id().step(HOLD),
            credits,
            /* rest= */ null,
            /* last= */ true);
    return result(transfer, () -> ledger.execute(post), /* holding= */ true);
  }

  private static StepResult result(
      UserTransfer transfer, Supplier<? extends Outcome> work, boolean holding) {
    try {
      return switch (work.get()) {
        case Outcome.Posted _, Outcome.Held _ -> new StepResult.Done(transfer);
        case Outcome.Declined(var code, _) ->
            Failure.of(code)
                .<StepResult>map(failure -> new StepResult.Refused(transfer, failure, holding))
                .orElseGet(() -> contradicted(transfer, code.code()));
        case Outcome.Conflicting _ -> contradicted(transfer, "conflict");
      };
    } catch (DataAccessException | TransactionException e) {
      return unknown(transfer, e);
    }
  }

  /** Voids the hold, or keeps it from ever being placed. */
  private RunEnd rollBack(UserTransfer transfer, Failure failure) {
    StepResult result = step(TransferObservation.ROLL_BACK, () -> release(transfer, failure));
    return switch (result) {
      case StepResult.Done(var committed) -> new RunEnd.Succeeded(committed);
      case StepResult.Refused(var released, _, _) -> new RunEnd.Failed(released.failedFor(failure));
      case StepResult.Unclear(var unclear) -> new RunEnd.Unresolved(unclear);
    };
  }

  /** Refused once nothing is held; done if the commit was first after all. */
  private StepResult release(UserTransfer transfer, Failure failure) {
    StepResult released = new StepResult.Refused(transfer, failure, false);
    try {
      Command.Reservation release =
          new Command.ReleaseHold(transfer.id().step(HOLD), /* expiry= */ false);
      return switch (ledger.execute(release)) {
        case Outcome.Held _ -> released;
        case Outcome.Declined(var code, _) when NOTHING_HELD.contains(code) -> released;
        case Outcome.Declined(var code, _) when code == DeclineCode.ALREADY_POSTED ->
            new StepResult.Done(transfer);
        case Outcome.Declined(var code, _) -> contradicted(transfer, code.code());
        case Outcome.Conflicting _ -> contradicted(transfer, "conflict");
      };
    } catch (DataAccessException | TransactionException e) {
      return unknown(transfer, e);
    }
  }

  private static StepResult unknown(UserTransfer transfer, RuntimeException failure) {
    log.warn("transfer {}: the ledger did not say what came of it", transfer.id(), failure);
    return new StepResult.Unclear(transfer);
  }

  /** The ledger holds something else under our ids: a defect, which is for a person to look at. */
  private static StepResult contradicted(UserTransfer transfer, String found) {
    log.error("transfer {}: the ledger answered {}", transfer.id(), found);
    return new StepResult.Unclear(transfer);
  }

  private StepResult step(TransferObservation name, Supplier<StepResult> work) {
    Observation observation =
        name.observation(observations).lowCardinalityKeyValue(Label.OUTCOME.withValue("none"));
    StepResult result =
        observation.observe(
            () -> {
              StepResult ended = work.get();
              observation.lowCardinalityKeyValue(Label.OUTCOME.withValue(ended.label()));
              return ended;
            });
    return Objects.requireNonNull(result);
  }
}
