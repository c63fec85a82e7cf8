package dev.florin.channel.attempt;

import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.channel.Channels;
import dev.florin.channel.channel.Lookup.Closed;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Settles an attempt as an operator found it, when the provider cannot be asked or does not tell.
 * The provider's own word, should it still come, is compared with it like with any final outcome.
 * What is found not to be sent is closed at the provider first, if it answers: then nothing can
 * arrive there any more.
 */
@Service
public class ResolveAttempt {

  private final Attempts attempts;
  private final Resolutions resolutions;
  private final AttemptEvents events;
  private final Channels channels;
  private final TransactionTemplate transactions;

  ResolveAttempt(
      Attempts attempts,
      Resolutions resolutions,
      AttemptEvents events,
      Channels channels,
      TransactionTemplate transactions) {
    this.attempts = attempts;
    this.resolutions = resolutions;
    this.events = events;
    this.channels = channels;
    this.transactions = transactions;
  }

  /**
   * Settles it; doing so again changes nothing.
   *
   * @throws ProblemException 404 if there is no such attempt, 400 if the finding lacks what its
   *     result needs, 409 {@code attempt_final} if the attempt has another outcome, 409 {@code
   *     attempt_in_flight} if it is said not to be sent while the provider may still take it
   */
  public Attempt resolve(String id, Finding finding) {
    if (finding.result() == Status.NOT_SENT) {
      attempts.find(id).filter(this::isOver).ifPresent(this::close);
    }
    return transactions.execute(_ -> resolveLocked(id, finding));
  }

  private Attempt resolveLocked(String id, Finding finding) {
    Attempt attempt =
        attempts
            .lock(id)
            .orElseThrow(
                () -> new ProblemException(CommonError.NOT_FOUND, "there is no such attempt"));
    if (attempt.status().isFinal()) {
      return same(attempt, finding);
    }
    Finding complete = complete(attempt, finding);
    requireOver(attempt, complete);
    resolutions.add(id, complete);
    Attempt resolved = attempts.resolve(attempt, complete);
    events.resolved(resolved);
    return resolved;
  }

  private void close(Attempt open) {
    switch (channels.named(open.channel()).close(open.order().toInstruction())) {
      case Found _, NotFound _ -> throw inFlight();
      case Closed _, NoAnswer _ -> {}
    }
  }

  /** What is on its way, or known to the provider, cannot be found not to be sent. */
  private void requireOver(Attempt attempt, Finding finding) {
    if (finding.result() == Status.NOT_SENT && !isOver(attempt)) {
      throw inFlight();
    }
  }

  private boolean isOver(Attempt attempt) {
    return !attempt.status().isFinal()
        && attempt.transactionId() == null
        && attempt.sinceSent().compareTo(channels.named(attempt.channel()).finalityWindow()) > 0;
  }

  private static ProblemException inFlight() {
    return new ProblemException(
        AttemptError.ATTEMPT_IN_FLIGHT,
        "the channel has this attempt or may still take it; it cannot be found not to be sent");
  }

  private static Attempt same(Attempt attempt, Finding finding) {
    boolean agrees =
        attempt.status() == finding.result()
            && (finding.transactionId() == null
                || finding.transactionId().equals(attempt.transactionId()))
            && (finding.declineCode() == null
                || finding.declineCode().equals(attempt.declineCode()));
    if (!agrees) {
      throw new ProblemException(
          AttemptError.ATTEMPT_FINAL,
          "this attempt is %s already".formatted(attempt.status().text().replace('_', ' ')));
    }
    return attempt;
  }

  /** An approval needs the provider's id, for refunds and for whoever looks it up there. */
  private static Finding complete(Attempt attempt, Finding finding) {
    String transactionId =
        finding.transactionId() == null ? attempt.transactionId() : finding.transactionId();
    require(finding.result() != Status.APPROVED || transactionId != null, "transaction_id");
    boolean hasCode = finding.declineCode() != null;
    require((finding.result() == Status.DECLINED) == hasCode, "decline_code");
    return new Finding(
        finding.result(), transactionId, finding.declineCode(), finding.actor(), finding.reason());
  }

  private static void require(boolean condition, String param) {
    if (!condition) {
      throw new ProblemException(CommonError.INVALID_PARAMETER, param + " does not fit the result")
          .param(param);
    }
  }
}
