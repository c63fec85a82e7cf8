package dev.florin.risk.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.money.Money;
import dev.florin.risk.rule.RuleProperties.AmountRule;
import dev.florin.risk.rule.RuleProperties.VelocityRule;
import dev.florin.risk.signal.Velocity;
import dev.florin.risk.signal.Velocity.Counted;
import dev.florin.risk.signal.Velocity.Exempt;
import dev.florin.risk.signal.Velocity.Total;
import dev.florin.risk.signal.Velocity.Unavailable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTests {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Velocity QUIET = new Counted(Map.of(MINUTE, new Total(1, 1)));

  private final Rules rules =
      new Rules(
          new RuleProperties(
              List.of(
                  new AmountRule("amount_review", 1, Decision.REVIEW, 50, limit("10000", "700")),
                  new AmountRule("amount_deny", 2, Decision.DENY, 90, limit("50000", "900"))),
              List.of(
                  new VelocityRule("often", 1, Decision.REVIEW, 45, MINUTE, 3L, null),
                  new VelocityRule(
                      "much", 1, Decision.ALLOW, 20, MINUTE, null, limit("100", "5")))));

  @ParameterizedTest
  @CsvSource({
    "0.01, USD, ALLOW, LOW, 0",
    "10000.00, USD, ALLOW, LOW, 0",
    "10000.01, USD, REVIEW, MEDIUM, 50",
    "50000.00, USD, REVIEW, MEDIUM, 50",
    "50000.01, USD, DENY, HIGH, 100",
    "700, JPY, ALLOW, LOW, 0",
    "701, JPY, REVIEW, MEDIUM, 50",
    "700.001, BHD, REVIEW, MEDIUM, 50",
    "900.01, EUR, DENY, HIGH, 100",
  })
  void anAmountAboveItsCurrencysLimitMatches(
      String amount, String currency, Decision decision, Level level, int score) {
    Verdict verdict = rules.evaluate(Money.parse(amount, currency), QUIET);

    assertThat(verdict.decision()).isEqualTo(decision);
    assertThat(verdict.level()).isEqualTo(level);
    assertThat(verdict.score()).isEqualTo(score);
  }

  @Test
  void matchedRulesAreNamedWithTheirVersions() {
    assertThat(rules.evaluate(Money.parse("60000", "USD"), QUIET).matchedRules())
        .containsExactly(new MatchedRule("amount_review", 1), new MatchedRule("amount_deny", 2));
  }

  @Test
  void aUserWhoPaysTooOftenMatches() {
    assertThat(velocity(3, 1).matchedRules()).isEmpty();
    assertThat(velocity(4, 1).matchedRules()).containsExactly(new MatchedRule("often", 1));
    assertThat(velocity(4, 1).decision()).isEqualTo(Decision.REVIEW);
  }

  @Test
  void aUserWhoPaysTooMuchMatches() {
    assertThat(velocity(1, 10_000).matchedRules()).isEmpty();
    assertThat(velocity(1, 10_001).matchedRules()).containsExactly(new MatchedRule("much", 1));
    assertThat(velocity(1, 10_001).score()).isEqualTo(20);
  }

  @Test
  void scoresAddUpUntilTheyDeny() {
    Money large = Money.parse("20000", "USD");

    Verdict verdict = rules.evaluate(large, new Counted(Map.of(MINUTE, new Total(4, 1))));

    assertThat(verdict.score()).isEqualTo(95);
    assertThat(verdict.level()).isEqualTo(Level.HIGH);
    assertThat(verdict.decision()).isEqualTo(Decision.DENY);
  }

  @Test
  void withoutVelocityAPaymentGoesOnAsMediumRisk() {
    Verdict verdict = rules.evaluate(Money.parse("1.00", "USD"), new Unavailable());

    assertThat(verdict.decision()).isEqualTo(Decision.ALLOW);
    assertThat(verdict.level()).isEqualTo(Level.MEDIUM);
    assertThat(verdict.matchedRules()).containsExactly(new MatchedRule("velocity_unavailable", 1));
  }

  @Test
  void withoutVelocityAReviewStaysAReview() {
    Verdict verdict = rules.evaluate(Money.parse("20000", "USD"), new Unavailable());

    assertThat(verdict.decision()).isEqualTo(Decision.REVIEW);
    assertThat(verdict.score()).isEqualTo(50);
  }

  @Test
  void exemptUsersAreJudgedByAmountAlone() {
    assertThat(rules.evaluate(Money.parse("1.00", "USD"), new Exempt()).score()).isZero();
    assertThat(rules.evaluate(Money.parse("60000", "USD"), new Exempt()).decision())
        .isEqualTo(Decision.DENY);
  }

  @Test
  void aDecisionIsNeverMilderThanItsLevel() {
    var harshButLight =
        new Rules(
            new RuleProperties(
                List.of(new AmountRule("any", 1, Decision.DENY, 0, limit("0", "0"))), List.of()));

    Verdict verdict = harshButLight.evaluate(Money.parse("1.00", "USD"), new Exempt());

    assertThat(verdict.level()).isEqualTo(Level.HIGH);
    assertThat(verdict.score()).isEqualTo(70);
  }

  private Verdict velocity(long count, long sum) {
    return rules.evaluate(
        Money.parse("1.00", "USD"), new Counted(Map.of(MINUTE, new Total(count, sum))));
  }

  private static Limit limit(String usd, String otherwise) {
    return new Limit(Map.of("USD", new BigDecimal(usd)), new BigDecimal(otherwise));
  }
}
