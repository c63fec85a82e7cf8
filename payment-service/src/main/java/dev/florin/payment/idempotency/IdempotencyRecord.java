package dev.florin.payment.idempotency;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was begun.
 *
 * @param workUuid what it began
 * @param state how far it has come
 */
public record IdempotencyRecord(Fingerprint fingerprint, UUID workUuid, State state) {

  /** How far a request has come. */
  public sealed interface State {

    /** It has not been answered. */
    record InFlight() implements State {}

    /** It was answered 202, and the outcome is still open. */
    record Open() implements State {}

    /** It has its answer, once and for all. */
    record Answered(Answer answer) implements State {}
  }

  static State state(@Nullable Integer status, String paymentId, @Nullable String body) {
    if (status == null) {
      return new State.InFlight();
    }
    return body == null
        ? new State.Open()
        : new State.Answered(new Answer(status, paymentId, body));
  }
}
