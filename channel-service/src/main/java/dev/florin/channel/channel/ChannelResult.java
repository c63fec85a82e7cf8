package dev.florin.channel.channel;

import dev.florin.money.Money;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What is known about an instruction. Refusals are results: only the unexpected is thrown. */
public sealed interface ChannelResult {

  /** The provider's id of what it did or refused; null where it told none. */
  @Nullable String transactionId();

  /**
   * The provider did it.
   *
   * @param transactionId the provider's id of what it did
   */
  record Approved(String transactionId) implements ChannelResult {}

  /**
   * The provider refuses for good.
   *
   * @param code our decline code
   * @param transactionId the provider's id of what it refused, if it keeps one
   */
  record Declined(String code, @Nullable String transactionId) implements ChannelResult {}

  /**
   * The provider has the instruction and will decide.
   *
   * @param transactionId the provider's id of it
   */
  record Pending(String transactionId) implements ChannelResult {}

  /**
   * The provider waits for the payer.
   *
   * @param transactionId the provider's id of the charge
   * @param url where the payer confirms or refuses it
   */
  record RequiresAction(String transactionId, URI url) implements ChannelResult {}

  /**
   * The provider confirms another amount than was asked for. Never an approval: a person must look.
   *
   * @param transactionId the provider's id of what it did
   * @param confirmed what it says it did
   * @param approved whether it says that it did it
   */
  record Mismatched(String transactionId, Money confirmed, boolean approved)
      implements ChannelResult {}

  /**
   * The provider has not done it, nor will: it may be tried elsewhere.
   *
   * @param reason why we are sure
   */
  record NotSent(Reason reason) implements ChannelResult {

    @Override
    public @Nullable String transactionId() {
      return null;
    }

    /** Why an instruction surely was not carried out. */
    public enum Reason {
      /** No connection was ever established. */
      UNREACHABLE("The channel could not be reached; nothing was done."),
      /** The circuit breaker is open after too many calls without answer. */
      SUSPENDED("The channel is suspended after failures; nothing was done."),
      /** As many calls as allowed are in flight. */
      BUSY("The channel is busy; nothing was done."),
      /** Too little of the deadline was left to begin. */
      NO_TIME("No time was left to send it; nothing was done."),
      /** The provider has asked not to be called for a while. */
      RESTING("The channel asked to be left alone for a while; nothing was done."),
      /** The provider refused the request itself: it processed nothing. */
      REFUSED("The channel refused the request; nothing was done."),
      /** The provider did not know our reference after its finality window, and has closed it. */
      NEVER_ARRIVED("The channel never received it; nothing was done.");

      private final String text;

      Reason(String text) {
        this.text = text;
      }

      /** One sentence for people. */
      public String text() {
        return text;
      }
    }
  }

  /**
   * The money may have moved or not; only the provider knows.
   *
   * @param reason one sentence for people, in our own words
   */
  record Unknown(String reason) implements ChannelResult {

    @Override
    public @Nullable String transactionId() {
      return null;
    }
  }
}
