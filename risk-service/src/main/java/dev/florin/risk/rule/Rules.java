package dev.florin.risk.rule;

import dev.florin.money.Money;
import dev.florin.risk.rule.RuleProperties.AmountRule;
import dev.florin.risk.rule.RuleProperties.VelocityRule;
import dev.florin.risk.signal.Velocity;
import dev.florin.risk.signal.Velocity.Counted;
import dev.florin.risk.signal.Velocity.Exempt;
import dev.florin.risk.signal.Velocity.Total;
import dev.florin.risk.signal.Velocity.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The rules in force. Scores of matched rules add up to at most 100; the decision is the strictest
 * of theirs, and the score is never lower than its decision asks for, so that the three agree.
 *
 * <p>Without velocity the payment goes on, but no longer as low risk: the rule {@code
 * velocity_unavailable} matches and lifts the score to medium.
 */
@Component
public class Rules {

  private static final int MAX_SCORE = 100;

  private static final MatchedRule VELOCITY_UNAVAILABLE =
      new MatchedRule("velocity_unavailable", 1);

  private final RuleProperties rules;
  private final SortedSet<Duration> windows;

  Rules(RuleProperties rules) {
    this.rules = rules;
    this.windows =
        Collections.unmodifiableSortedSet(
            rules.velocity().stream()
                .map(VelocityRule::period)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The windows that the velocity rules look at. */
  public SortedSet<Duration> windows() {
    return windows;
  }

  /** Applies every rule. */
  public Verdict evaluate(Money amount, Velocity velocity) {
    var tally = new Tally();
    for (AmountRule rule : rules.amount()) {
      if (rule.above().isExceededBy(amount)) {
        tally.add(new MatchedRule(rule.name(), rule.version()), rule.decision(), rule.score());
      }
    }
    switch (velocity) {
      case Counted counted -> addVelocity(tally, amount, counted);
      case Unavailable() -> tally.raise(VELOCITY_UNAVAILABLE, Level.MEDIUM);
      case Exempt() -> {}
    }
    return tally.verdict();
  }

  private void addVelocity(Tally tally, Money amount, Counted counted) {
    for (VelocityRule rule : rules.velocity()) {
      Total total = counted.windows().get(rule.period());
      if (total != null && exceeds(rule, amount, total)) {
        tally.add(new MatchedRule(rule.name(), rule.version()), rule.decision(), rule.score());
      }
    }
  }

  private static boolean exceeds(VelocityRule rule, Money amount, Total total) {
    return (rule.maxCount() != null && total.count() > rule.maxCount())
        || (rule.maxSum() != null
            && rule.maxSum().isExceededBy(total.sumMinorUnits(), amount.currency()));
  }

  private static final class Tally {

    private final List<MatchedRule> matched = new ArrayList<>();
    private Decision decision = Decision.ALLOW;
    private int score;
    private int floor;

    void add(MatchedRule rule, Decision ruleDecision, int ruleScore) {
      matched.add(rule);
      decision = decision.orStricter(ruleDecision);
      score += ruleScore;
    }

    void raise(MatchedRule rule, Level atLeast) {
      matched.add(rule);
      floor = atLeast.fromScore();
    }

    Verdict verdict() {
      int total = Math.min(MAX_SCORE, Math.max(score, Math.max(floor, scoreOf(decision))));
      Level level = Level.of(total);
      return new Verdict(
          level == Level.HIGH ? Decision.DENY : decision, level, total, List.copyOf(matched));
    }

    private static int scoreOf(Decision decision) {
      return switch (decision) {
        case ALLOW -> Level.LOW.fromScore();
        case REVIEW -> Level.MEDIUM.fromScore();
        case DENY -> Level.HIGH.fromScore();
      };
    }
  }
}
