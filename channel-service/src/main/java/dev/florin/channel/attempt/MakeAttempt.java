package dev.florin.channel.attempt;

import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.attempt.Claim.Conflict;
import dev.florin.channel.attempt.Claim.First;
import dev.florin.channel.attempt.Claim.InFlight;
import dev.florin.channel.attempt.Claim.Settled;
import dev.florin.channel.attempt.Claim.Unresolved;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Channels;
import dev.florin.channel.channel.GuardedChannel;
import dev.florin.channel.channel.Lookup;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.fault.FaultPoint;
import dev.florin.web.problem.ProblemException;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Pays once per attempt id. The first call writes the row, sends, and writes the result; every
 * later call of an id that is not final asks the provider by our id and never sends.
 *
 * <p>An attempt whose outcome is unknown is resolved by asking:
 *
 * <ul>
 *   <li>found: the provider's outcome;
 *   <li>not found within the channel's finality window since it was sent: still unknown, for our
 *       request may be on its way;
 *   <li>not found after the window: {@code not_sent}, for good. It is not sent again: the payer was
 *       told long ago that the payment is being processed, and a second request that times out as
 *       well would keep the money in transit for another window. Under this id nothing will ever be
 *       sent, so the caller may reverse or go to another channel.
 * </ul>
 *
 * <p>A process that dies while sending leaves its row leased; when the lease is over the next
 * caller asks. One that wakes up later finds its deadline passed and sends nothing, and its write
 * is refused by version; an approval that comes so late is kept among the late outcomes.
 */
@Service
public class PayAttempt {

  private final Attempts attempts;
  private final LateOutcomes lateOutcomes;
  private final Channels channels;

  PayAttempt(Attempts attempts, LateOutcomes lateOutcomes, Channels channels) {
    this.attempts = attempts;
    this.lateOutcomes = lateOutcomes;
    this.channels = channels;
  }

  /**
   * Makes the attempt, or tells or finds out what became of it.
   *
   * @throws ProblemException 409 {@code attempt_conflict} if the id belongs to another content
   */
  public Attempt pay(AttemptOrder order) {
    Claim claim =
        FaultPoint.between(
            FaultPoint.CHANNEL_CLAIM_BEFORE_COMMIT,
            FaultPoint.CHANNEL_CLAIM_AFTER_COMMIT,
            () -> attempts.claim(order, channels.route().name()));
    return switch (claim) {
      case First(Attempt attempt) -> send(attempt);
      case Unresolved(Attempt attempt) -> ask(attempt);
      case InFlight(Attempt attempt) -> attempt;
      case Settled(Attempt attempt) -> attempt;
      case Conflict() ->
          throw new ProblemException(
              AttemptError.ATTEMPT_CONFLICT, "this attempt id was used for another charge");
    };
  }

  /** The attempt as it stands, without asking anybody. */
  public Optional<Attempt> find(String id) {
    return attempts.find(id);
  }

  private Attempt send(Attempt attempt) {
    ChannelResult result = channels.named(attempt.channel()).charge(attempt.order().toCharge());
    FaultPoint.CHANNEL_CHARGE_AFTER_CALL.reach();
    return settle(attempt, result);
  }

  private Attempt ask(Attempt attempt) {
    GuardedChannel channel = channels.named(attempt.channel());
    Lookup lookup =
        FaultPoint.between(
            FaultPoint.CHANNEL_ASK_BEFORE_CALL,
            FaultPoint.CHANNEL_ASK_AFTER_CALL,
            () -> channel.find(attempt.order().toCharge()));
    return settle(
        attempt,
        switch (lookup) {
          case Found(ChannelResult result) -> result;
          case NotFound() -> notFound(attempt, channel);
          case NoAnswer() -> noAnswer(attempt);
        });
  }

  private static ChannelResult noAnswer(Attempt attempt) {
    return attempt.status() == Status.PENDING && attempt.transactionId() != null
        ? new Pending(attempt.transactionId())
        : new Unknown("The channel does not tell what became of the charge.");
  }

  private static ChannelResult notFound(Attempt attempt, GuardedChannel channel) {
    if (attempt.transactionId() != null) {
      return new Unknown("The channel no longer knows a charge it had accepted.");
    }
    return attempt.sinceSent().compareTo(channel.finalityWindow()) > 0
        ? new NotSent(Reason.NEVER_ARRIVED)
        : new Unknown("The channel does not know the charge yet.");
  }

  private Attempt settle(Attempt attempt, ChannelResult result) {
    Attempt settled = attempts.record(attempt, result).orElseGet(() -> overtaken(attempt, result));
    FaultPoint.CHANNEL_RECORD_AFTER_COMMIT.reach();
    return settled;
  }

  /**
   * Somebody else took the attempt over while we were waiting: what they wrote holds. An approval
   * is not lost by that: it is kept apart.
   */
  private Attempt overtaken(Attempt attempt, ChannelResult result) {
    Attempt stored = attempts.find(attempt.order().id()).orElseThrow();
    if (result instanceof Approved approved && stored.status() != Status.APPROVED) {
      lateOutcomes.add(stored, approved);
    }
    return stored;
  }
}
