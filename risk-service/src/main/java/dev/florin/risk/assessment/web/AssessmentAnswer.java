package dev.florin.risk.assessment.web;

import dev.florin.risk.rule.MatchedRule;
import dev.florin.risk.rule.Verdict;
import java.util.List;
import java.util.Locale;

record AssessmentAnswer(
    String assessmentId, String decision, String level, int score, List<MatchedRule> matchedRules) {

  static AssessmentAnswer of(String id, Verdict verdict) {
    return new AssessmentAnswer(
        id,
        verdict.decision().name().toLowerCase(Locale.ROOT),
        verdict.level().name().toLowerCase(Locale.ROOT),
        verdict.score(),
        verdict.matchedRules());
  }
}
