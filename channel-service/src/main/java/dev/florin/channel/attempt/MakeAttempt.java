package dev.florin.channel.attempt;

import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.attempt.Claim.Conflict;
import dev.florin.channel.attempt.Claim.First;
import dev.florin.channel.attempt.Claim.InFlight;
import dev.florin.channel.attempt.Claim.Settled;
import dev.florin.channel.attempt.Claim.Unresolved;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Channels;
import dev.florin.channel.channel.GuardedChannel;
import dev.florin.channel.channel.Instruction;
import dev.florin.channel.channel.Lookup;
import dev.florin.channel.channel.Lookup.Closed;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.channel.channel.Operation;
import dev.florin.fault.FaultPoint;
import dev.florin.web.problem.ProblemException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Charges, authorises, captures, voids or refunds once per attempt id. The first call writes the
 * row, sends, and writes the result; every later call of an id that is not final asks the provider
 * by our id and never sends.
 *
 * <p>An attempt whose outcome is unknown is resolved by asking:
 *
 * <ul>
 *   <li>found: the provider's outcome;
 *   <li>not found within the channel's finality window since it was sent: still unknown, for our
 *       request may be on its way;
 *   <li>not found after the window: the provider is asked to close the reference. Once it has, the
 *       attempt is {@code not_sent}, for good: a request of ours that was held up for longer is
 *       refused there. It is not sent again: the payer was told long ago that the payment is being
 *       processed, and a second request that times out as well would keep the money in transit for
 *       another window. Under this id nothing will ever be done, so the caller may reverse or go to
 *       another channel.
 * </ul>
 *
 * <p>A process that dies while sending leaves its row leased; when the lease is over the next
 * caller asks. One that wakes up later finds its deadline passed and sends nothing, and its write
 * is refused by version; what the provider says so late is compared with what holds by then.
 *
 * <p>A capture, void or refund goes to the channel of the attempt that it names, which must have
 * been approved, be it late: only what was taken or reserved can be captured, released or given
 * back. A void may also follow what waits for its payer: it ends the waiting, and what became of
 * the attempt itself is asked for as ever.
 */
@Service
public class MakeAttempt {

  private final Attempts attempts;
  private final LateOutcomes lateOutcomes;
  private final SettleAttempt settleAttempt;
  private final Channels channels;

  MakeAttempt(
      Attempts attempts,
      LateOutcomes lateOutcomes,
      SettleAttempt settleAttempt,
      Channels channels) {
    this.attempts = attempts;
    this.lateOutcomes = lateOutcomes;
    this.settleAttempt = settleAttempt;
    this.channels = channels;
  }

  /**
   * Makes the attempt, or tells or finds out what became of it.
   *
   * @throws ProblemException 409 {@code attempt_conflict} if the id belongs to another content; 422
   *     {@code operation_not_applicable} if what it is to follow is not there or not approved
   */
  public Attempt make(AttemptOrder order) {
    Claim claim =
        FaultPoint.between(
            FaultPoint.CHANNEL_CLAIM_BEFORE_COMMIT,
            FaultPoint.CHANNEL_CLAIM_AFTER_COMMIT,
            () -> attempts.claim(order, channelFor(order)));
    return switch (claim) {
      case First(Attempt attempt) -> send(attempt);
      case Unresolved(Attempt attempt) -> ask(attempt);
      case InFlight(Attempt attempt) -> attempt;
      case Settled(Attempt attempt) -> attempt;
      case Conflict() ->
          throw new ProblemException(
              AttemptError.ATTEMPT_CONFLICT, "this attempt id was used for something else");
    };
  }

  /** The attempt as it stands, without asking anybody. */
  public Optional<Attempt> find(String id) {
    return attempts.find(id);
  }

  /**
   * What was tried for a payment, the oldest first, and no more than so many at once.
   *
   * @param after only what was tried after that attempt; null to begin with the first one
   */
  public List<Attempt> ofPayment(UUID paymentUuid, @Nullable String after) {
    return attempts.ofPayment(paymentUuid, after);
  }

  /** What a trace caused, the oldest first. */
  public List<Attempt> ofTrace(String traceId) {
    return attempts.ofTrace(traceId);
  }

  private String channelFor(AttemptOrder order) {
    String ofAttempt = order.ofAttempt();
    if (ofAttempt == null) {
      return channels.route().name();
    }
    return attempts
        .find(order.id())
        .or(() -> attempts.find(ofAttempt).filter(earlier -> allows(earlier, order)))
        .map(Attempt::channel)
        .orElseThrow(() -> notApplicable(order.operation()));
  }

  private boolean allows(Attempt earlier, AttemptOrder order) {
    AttemptOrder before = earlier.order();
    return before.paymentUuid().equals(order.paymentUuid())
        && before.merchantId().equals(order.merchantId())
        && before.amount().currency().equals(order.amount().currency())
        && (endsWaiting(earlier, order)
            || (follows(before.operation(), order.operation())
                && (earlier.status() == Status.APPROVED || lateOutcomes.hasApproval(before.id()))));
  }

  /** Whoever waits for the payer no longer has the provider give it up, charge or authorisation. */
  private static boolean endsWaiting(Attempt earlier, AttemptOrder order) {
    return order.operation() == Operation.VOID && earlier.status() == Status.REQUIRES_ACTION;
  }

  private static boolean follows(Operation earlier, Operation later) {
    return switch (later) {
      case CHARGE, AUTHORISE -> false;
      case CAPTURE, VOID -> earlier == Operation.AUTHORISE;
      case REFUND -> earlier == Operation.CHARGE || earlier == Operation.CAPTURE;
    };
  }

  private static ProblemException notApplicable(Operation operation) {
    String needed = operation == Operation.REFUND ? "charge or capture" : "authorisation";
    return new ProblemException(
        AttemptError.OPERATION_NOT_APPLICABLE,
        "of_attempt is no approved %s of this payment".formatted(needed));
  }

  private Attempt send(Attempt attempt) {
    ChannelResult result =
        channels.named(attempt.channel()).carryOut(attempt.order().toInstruction());
    FaultPoint.CHANNEL_CHARGE_AFTER_CALL.reach();
    return settle(attempt, result);
  }

  private Attempt ask(Attempt attempt) {
    GuardedChannel channel = channels.named(attempt.channel());
    Lookup lookup =
        FaultPoint.between(
            FaultPoint.CHANNEL_ASK_BEFORE_CALL,
            FaultPoint.CHANNEL_ASK_AFTER_CALL,
            () -> lookUp(attempt, channel));
    return settle(
        attempt,
        switch (lookup) {
          case Found(ChannelResult result) -> result;
          case NotFound() -> notFound(attempt);
          case Closed() -> new NotSent(Reason.NEVER_ARRIVED);
          case NoAnswer() -> noAnswer(attempt);
        });
  }

  /** Silence takes nothing back of what the provider has told before. */
  private static ChannelResult noAnswer(Attempt attempt) {
    String transactionId = attempt.transactionId();
    if (transactionId != null && attempt.status() == Status.PENDING) {
      return new Pending(transactionId);
    }
    if (transactionId != null && attempt.nextActionUrl() != null) {
      return new RequiresAction(transactionId, URI.create(attempt.nextActionUrl()));
    }
    return new Unknown("The channel does not tell what became of it.");
  }

  /** What the provider still does not know after its window is closed there. */
  private static Lookup lookUp(Attempt attempt, GuardedChannel channel) {
    Instruction instruction = attempt.order().toInstruction();
    boolean overdue =
        attempt.transactionId() == null
            && attempt.sinceSent().compareTo(channel.finalityWindow()) > 0;
    Lookup found = channel.find(instruction);
    return overdue && found instanceof NotFound ? channel.close(instruction) : found;
  }

  private static ChannelResult notFound(Attempt attempt) {
    return new Unknown(
        attempt.transactionId() == null
            ? "The channel does not know it yet."
            : "The channel no longer knows what it had accepted.");
  }

  private Attempt settle(Attempt attempt, ChannelResult result) {
    Attempt settled = settleAttempt.answered(attempt, result);
    FaultPoint.CHANNEL_RECORD_AFTER_COMMIT.reach();
    return settled;
  }
}
