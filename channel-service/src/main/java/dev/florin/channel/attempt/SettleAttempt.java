package dev.florin.channel.attempt;

import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Instruction;
import dev.florin.fault.FaultPoint;
import dev.florin.money.Money;
import dev.florin.outbox.Inbox;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what a provider says, whenever and in whatever order it says it: in an answer to us,
 * or in a callback that may come before that answer, twice, or days later. An attempt has one
 * truth:
 *
 * <ul>
 *   <li>not final: an approval or a decline settles it, whoever holds its lease;
 *   <li>final: the same again is nothing new; anything else is kept among the late outcomes and
 *       told, and the attempt stays as it is;
 *   <li>another amount than was asked for settles nothing, and is told once; if it is an approval
 *       and the attempt is final without one, it is a late outcome as well, for the provider has
 *       money that nobody awaits;
 *   <li>not final, but told under another id than the provider gave it before: perhaps it was done
 *       twice. That settles nothing, the first id stays, and it is told once.
 * </ul>
 */
@Service
public class SettleAttempt {

  private static final Logger LOG = LoggerFactory.getLogger(SettleAttempt.class);

  private static final Unknown SECOND_TRANSACTION =
      new Unknown("The channel tells of a second transaction; a person must look.");

  private record Told(Attempt attempt, Heard heard) {}

  private final Attempts attempts;
  private final LateOutcomes lateOutcomes;
  private final AmountMismatches mismatches;
  private final SecondTransactions secondTransactions;
  private final AttemptEvents events;
  private final AttemptTelemetry telemetry;
  private final Inbox inbox;
  private final TransactionTemplate transactions;

  SettleAttempt(
      Attempts attempts,
      LateOutcomes lateOutcomes,
      AmountMismatches mismatches,
      SecondTransactions secondTransactions,
      AttemptEvents events,
      AttemptTelemetry telemetry,
      Inbox inbox,
      TransactionTemplate transactions) {
    this.attempts = attempts;
    this.lateOutcomes = lateOutcomes;
    this.mismatches = mismatches;
    this.secondTransactions = secondTransactions;
    this.events = events;
    this.telemetry = telemetry;
    this.inbox = inbox;
    this.transactions = transactions;
  }

  /**
   * Takes a provider's word that came without being asked for, once per message.
   *
   * @param channel who says it
   * @param messageId the provider's id of the message
   * @param reference our attempt id, as the provider repeats it
   * @param reading what the message says, read against what the attempt asked for
   */
  public Heard hear(
      String channel,
      String messageId,
      String reference,
      Function<Instruction, ChannelResult> reading) {
    Heard heard =
        transactions.execute(
            _ ->
                inbox.accept("callback:" + channel, idOf(messageId))
                    ? FaultPoint.CHANNEL_HEAR_BEFORE_COMMIT.after(
                        settle(channel, reference, reading))
                    : Heard.REPEATED);
    FaultPoint.CHANNEL_HEAR_AFTER_COMMIT.reach();
    telemetry.callback(channel, heard);
    return heard;
  }

  /** A message of the provider that could not be read. */
  public void couldNotRead(String channel) {
    telemetry.callback(channel, Heard.MEANINGLESS);
  }

  private Heard settle(
      String channel, String reference, Function<Instruction, ChannelResult> reading) {
    Optional<Attempt> attempt =
        attempts.lock(reference).filter(stored -> stored.channel().equals(channel));
    if (attempt.isEmpty()) {
      LOG.warn("Channel {} calls back about {}, which nobody knows", channel, reference);
      return Heard.MEANINGLESS;
    }
    Told told = take(attempt.get(), reading.apply(attempt.get().order().toInstruction()));
    if (told.heard() == Heard.SETTLED) {
      events.resolved(told.attempt());
    }
    return told.heard();
  }

  /**
   * Writes the result of our own call and gives the lease back. If somebody else has taken over
   * meanwhile, what they wrote holds; but what the provider said is not lost.
   *
   * @return the attempt as it stands then
   */
  Attempt answered(Attempt attempt, ChannelResult result) {
    if (result instanceof Mismatched || namesAnother(attempt, result)) {
      return taken(attempt, result);
    }
    if (result instanceof Unknown(String reason) && !reason.equals(attempt.message())) {
      LOG.warn("Attempt {} is unknown: {}", attempt.order().id(), reason);
    }
    return attempts.record(attempt, result).orElseGet(() -> taken(attempt, result));
  }

  private Attempt taken(Attempt attempt, ChannelResult result) {
    return transactions.execute(
        _ -> take(attempts.lock(attempt.order().id()).orElseThrow(), result).attempt());
  }

  /** Takes the provider's word on an attempt that is locked. */
  private Told take(Attempt stored, ChannelResult result) {
    if (namesAnother(stored, result)) {
      return second(stored, result);
    }
    return switch (result) {
      case Mismatched mismatch -> mismatched(stored, mismatch);
      case Approved(String id) ->
          stored.status().isFinal()
              ? compare(stored, Status.APPROVED, id, null, null)
              : settled(stored, result);
      case Declined(String code, String id) ->
          stored.status().isFinal()
              ? compare(stored, Status.DECLINED, id, code, null)
              : settled(stored, result);
      case Pending _, RequiresAction _, NotSent _, Unknown _ -> new Told(stored, Heard.NOTHING_NEW);
    };
  }

  private Told settled(Attempt locked, ChannelResult result) {
    return new Told(attempts.record(locked, result).orElseThrow(), Heard.SETTLED);
  }

  /** An open attempt has another id of the provider than the result; of amounts see there. */
  private static boolean namesAnother(Attempt attempt, ChannelResult result) {
    String known = attempt.transactionId();
    String told = result.transactionId();
    return !attempt.status().isFinal()
        && !(result instanceof Mismatched)
        && known != null
        && told != null
        && !known.equals(told);
  }

  private Told second(Attempt locked, ChannelResult result) {
    Status said = Status.of(result);
    if (secondTransactions.add(locked, said.text(), result.transactionId())) {
      LOG.error(
          "Attempt {} has transaction {} and is told to be {} as {}",
          locked.order().id(),
          locked.transactionId(),
          said,
          result.transactionId());
      telemetry.secondTransaction(locked);
      events.duplicated(locked, said, result);
    }
    return new Told(attempts.record(locked, SECOND_TRANSACTION).orElseThrow(), Heard.CONTRADICTED);
  }

  private Told compare(
      Attempt stored,
      Status said,
      @Nullable String transactionId,
      @Nullable String declineCode,
      @Nullable Money confirmed) {
    if (agrees(stored, said, transactionId)) {
      return new Told(stored, Heard.NOTHING_NEW);
    }
    if (lateOutcomes.add(stored, said, transactionId)) {
      LOG.error(
          "Attempt {} is told to be {} as {}, when it already was {}",
          stored.order().id(),
          said,
          transactionId,
          stored.status());
      telemetry.lateOutcome(stored);
      events.contradicted(stored, said, transactionId, declineCode, confirmed);
    }
    return new Told(stored, Heard.CONTRADICTED);
  }

  /** A decline of what was never sent agrees with it: either way nothing was done. */
  private static boolean agrees(Attempt stored, Status said, @Nullable String transactionId) {
    return said == Status.APPROVED
        ? stored.status() == Status.APPROVED
            && (transactionId == null || transactionId.equals(stored.transactionId()))
        : stored.status() != Status.APPROVED;
  }

  private Told mismatched(Attempt locked, Mismatched mismatch) {
    Attempt attempt =
        locked.status().isFinal() ? locked : attempts.record(locked, mismatch).orElseThrow();
    if (mismatches.add(attempt, mismatch)) {
      LOG.error(
          "Attempt {} is confirmed with another amount as {}",
          attempt.order().id(),
          mismatch.transactionId());
      telemetry.amountMismatch(attempt);
      events.mismatched(attempt, mismatch);
    }
    if (mismatch.approved() && locked.status().isFinal()) {
      Told _ =
          compare(locked, Status.APPROVED, mismatch.transactionId(), null, mismatch.confirmed());
    }
    return new Told(attempt, Heard.MISMATCHED);
  }

  private static UUID idOf(String messageId) {
    return UUID.nameUUIDFromBytes(messageId.getBytes(StandardCharsets.UTF_8));
  }
}
