package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payment's whole story.
 *
 * @param decidedBy the step that decided where the payment stands
 * @param durationMs from the acceptance to the last move of a payment that is final; else null
 * @param incomplete the services that did not answer, so that what they did is missing here
 */
public record Story(
    Payment payment,
    Decision decidedBy,
    @Nullable Long durationMs,
    List<String> incomplete,
    List<StoryEntry> entries) {

  /**
   * What decided.
   *
   * @param step {@code risk}, {@code account}, {@code channel}, {@code merchant}, {@code time} or
   *     {@code none} while nothing has
   * @param text the same in plain words
   */
  public record Decision(String step, String text) {}
}
