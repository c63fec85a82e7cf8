package dev.florin.channel.channel;

import org.jspecify.annotations.Nullable;

/** What is known about a charge. Refusals are results: only the unexpected is thrown. */
public sealed interface ChannelResult {

  /**
   * The provider took the money.
   *
   * @param transactionId the provider's id of the charge
   */
  record Approved(String transactionId) implements ChannelResult {}

  /**
   * The provider refuses for good.
   *
   * @param code our decline code
   * @param transactionId the provider's id of the refused charge, if it keeps one
   */
  record Declined(String code, @Nullable String transactionId) implements ChannelResult {}

  /**
   * The provider has the charge and will decide.
   *
   * @param transactionId the provider's id of the charge
   */
  record Pending(String transactionId) implements ChannelResult {}

  /**
   * The provider has not taken the charge, nor will: the money may go elsewhere.
   *
   * @param reason why we are sure
   */
  record NotSent(Reason reason) implements ChannelResult {

    /** Why a charge surely did not happen. */
    public enum Reason {
      /** No connection was ever established. */
      UNREACHABLE("The channel could not be reached; nothing was charged."),
      /** The circuit breaker is open after too many calls without answer. */
      SUSPENDED("The channel is suspended after failures; nothing was charged."),
      /** As many calls as allowed are in flight. */
      BUSY("The channel is busy; nothing was charged."),
      /** Too little of the deadline was left to begin. */
      NO_TIME("No time was left to send the charge; nothing was charged."),
      /** The provider refused the request itself: it processed nothing. */
      REFUSED("The channel refused the request; nothing was charged."),
      /** The provider still did not know our reference when its finality window had passed. */
      NEVER_ARRIVED("The channel never received the charge; nothing was charged.");

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
  record Unknown(String reason) implements ChannelResult {}
}
