package dev.florin.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.gateway.ratelimit.RateLimitProperties.Allowance;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitPropertiesTests {

  @ParameterizedTest
  @CsvSource({"200, 1000, true", "101, 1000, true", "100, 1000, false", "20, 500, false"})
  void noBucketIsFilledBeforeRedisIsTold(long capacity, long refill, boolean valid) {
    Allowance ample = new Allowance(1_000, 1);
    try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
      Validator validator = factory.getValidator();

      assertThat(validator.validate(properties(new Allowance(capacity, refill), ample)).isEmpty())
          .isEqualTo(valid);
      assertThat(validator.validate(properties(ample, new Allowance(capacity, refill))).isEmpty())
          .isEqualTo(valid);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 100", "100, 0", "-1, -1", "0, 0"})
  void anAllowanceOfNothingIsSaidToBeThat(long capacity, long refill) {
    Allowance nothing = new Allowance(capacity, refill);
    try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
      assertThat(factory.getValidator().validate(properties(nothing, nothing)))
          .extracting(violation -> violation.getMessage())
          .contains("must be greater than 0");
    }
  }

  private static RateLimitProperties properties(Allowance merchant, Allowance address) {
    Duration tenth = Duration.ofMillis(100);
    return new RateLimitProperties(
        "redis://localhost", Duration.ofMillis(50), tenth, tenth, merchant, merchant, address);
  }
}
