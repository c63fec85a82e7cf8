package dev.florin.risk.rule;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The rules in force. A change of a rule's meaning is a new version of it.
 *
 * @param amount rules about one payment
 * @param velocity rules about a user's payments in a window
 */
@Validated
@ConfigurationProperties("florin.risk.rules")
record RuleProperties(
    @NotNull @DefaultValue List<@Valid AmountRule> amount,
    @NotNull @DefaultValue List<@Valid VelocityRule> velocity) {

  private static final String NAME = "[a-z][a-z0-9_]{0,62}";

  /**
   * Matches a payment above an amount.
   *
   * @param score what it adds to the payment's score
   */
  record AmountRule(
      @NotNull @Pattern(regexp = NAME) String name,
      @Positive int version,
      @NotNull Decision decision,
      @PositiveOrZero @Max(100) int score,
      @NotNull @Valid Limit above) {}

  /**
   * Matches a user who pays more often, or more in sum, within a period.
   *
   * @param score what it adds to the payment's score
   * @param maxCount payments that are still in order; null for any number
   * @param maxSum the sum, in one currency, that is still in order; null for any
   */
  record VelocityRule(
      @NotNull @Pattern(regexp = NAME) String name,
      @Positive int version,
      @NotNull Decision decision,
      @PositiveOrZero @Max(100) int score,
      @NotNull @DurationMin(seconds = 1) Duration period,
      @Nullable @Positive Long maxCount,
      @Nullable @Valid Limit maxSum) {

    @AssertTrue(message = "a velocity rule needs max-count or max-sum") boolean isLimiting() {
      return maxCount != null || maxSum != null;
    }
  }
}
