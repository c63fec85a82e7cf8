package dev.florin.risk.assessment;

import dev.florin.risk.rule.Verdict;

/**
 * A stored answer.
 *
 * @param order what was assessed
 * @param verdict what the rules said then
 */
public record Assessment(AssessmentOrder order, Verdict verdict) {}
