package dev.florin.risk.assessment.web;

import dev.florin.risk.assessment.KeptAssessment;
import dev.florin.risk.rule.MatchedRule;
import dev.florin.risk.rule.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An assessment that is read again. */
record AssessmentDocument(
    String assessmentId,
    String decision,
    String level,
    int score,
    List<MatchedRule> matchedRules,
    Instant createdAt,
    @Nullable String traceId) {

  static AssessmentDocument of(KeptAssessment kept) {
    Verdict verdict = kept.assessment().verdict();
    return new AssessmentDocument(
        kept.assessment().order().id(),
        verdict.decision().name().toLowerCase(Locale.ROOT),
        verdict.level().name().toLowerCase(Locale.ROOT),
        verdict.score(),
        verdict.matchedRules(),
        kept.createdAt(),
        kept.traceId());
  }
}
