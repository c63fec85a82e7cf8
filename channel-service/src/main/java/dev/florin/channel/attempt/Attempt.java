package dev.florin.channel.attempt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try at a provider, as it stands in the database.
 *
 * @param order what was asked for
 * @param channel the channel that was chosen
 * @param status how far it is
 * @param declineCode why it was declined
 * @param transactionId the provider's id of the charge
 * @param message one sentence for people, about a result that is not plain
 * @param version grows with each change; a writer with an older one is refused
 * @param sinceSent how long ago it was claimed for sending, by the database's clock
 */
public record Attempt(
    AttemptOrder order,
    String channel,
    Status status,
    @Nullable String declineCode,
    @Nullable String transactionId,
    @Nullable String message,
    int version,
    Duration sinceSent) {

  /** How far an attempt is. */
  public enum Status {
    /** Being sent, or left by a process that died while sending. */
    SENDING,
    /** The provider decides. */
    PENDING,
    /** The money may have moved. */
    UNKNOWN,
    /** Final: charged. */
    APPROVED,
    /** Final: refused. */
    DECLINED,
    /** Final: never charged, nor will be under this id. */
    NOT_SENT;

    boolean isFinal() {
      return switch (this) {
        case SENDING, PENDING, UNKNOWN -> false;
        case APPROVED, DECLINED, NOT_SENT -> true;
      };
    }
  }
}
