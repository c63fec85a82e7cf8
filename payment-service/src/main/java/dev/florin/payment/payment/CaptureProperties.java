package dev.florin.payment.payment;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what was authorised stays reserved.
 *
 * @param window for how long it may be captured
 * @param grace for how much longer the payer's money is held, at least; it is set free by the end
 *     of the payment, and by itself only if that never comes. A capture whose outcome is not known
 *     must be over before it
 */
@Validated
@ConfigurationProperties("florin.payment.capture")
public record CaptureProperties(
    @NotNull @DurationMin(minutes = 1) @DurationMax(days = 60) @DefaultValue("7d") Duration window,
    @NotNull @DurationMin(days = 3) @DurationMax(days = 29) @DefaultValue("7d") Duration grace) {

  /** For how long after the hold a capture may come: the hold lives 3 days longer. */
  Duration heldForCapture() {
    return holdTime().minusDays(3);
  }

  /** How long the hold lives. */
  public Duration holdTime() {
    return window.plus(grace);
  }
}
