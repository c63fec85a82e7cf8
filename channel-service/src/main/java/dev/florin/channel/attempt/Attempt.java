package dev.florin.channel.attempt;

import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One try at a provider, as it stands in the database.
 *
 * @param order what was asked for
 * @param channel the channel that was chosen
 * @param status how far it is
 * @param declineCode why it was declined
 * @param transactionId the provider's id of what it did
 * @param nextActionUrl where the payer is to confirm it, while the provider waits for that
 * @param message one sentence for people, about a result that is not plain
 * @param version grows with each change; a writer with an older one is refused
 * @param sinceSent how long ago it was claimed for sending, by the database's clock
 * @param times when what happened to it
 * @param traceId the trace that caused it
 */
public record Attempt(
    AttemptOrder order,
    String channel,
    Status status,
    @Nullable String declineCode,
    @Nullable String transactionId,
    @Nullable String nextActionUrl,
    @Nullable String message,
    int version,
    Duration sinceSent,
    Times times,
    @Nullable String traceId) {

  /** When an attempt was claimed for sending, written and changed last. */
  public record Times(Instant sentAt, Instant createdAt, Instant updatedAt) {}

  /** How far an attempt is. */
  public enum Status {
    /** Being sent, or left by a process that died while sending. */
    SENDING,
    /** The provider decides. */
    PENDING,
    /** The provider waits for the payer. */
    REQUIRES_ACTION,
    /** It may have been carried out. */
    UNKNOWN,
    /** Final: done. */
    APPROVED,
    /** Final: refused. */
    DECLINED,
    /** Final: never done, nor will be under this id. */
    NOT_SENT;

    /** Where an attempt stands of which a channel has told this. */
    static Status of(ChannelResult result) {
      return switch (result) {
        case Approved _ -> APPROVED;
        case Declined _ -> DECLINED;
        case Pending _ -> PENDING;
        case RequiresAction _ -> REQUIRES_ACTION;
        case NotSent _ -> NOT_SENT;
        case Mismatched _, Unknown _ -> UNKNOWN;
      };
    }

    boolean isFinal() {
      return switch (this) {
        case SENDING, PENDING, REQUIRES_ACTION, UNKNOWN -> false;
        case APPROVED, DECLINED, NOT_SENT -> true;
      };
    }

    /** The name in rows and JSON. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
