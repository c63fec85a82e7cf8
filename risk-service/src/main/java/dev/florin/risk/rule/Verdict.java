package dev.florin.risk.rule;

import java.util.List;

/**
 * What the rules say.
 *
 * @param decision the strictest of the matched rules; {@code DENY} whenever the level is high
 * @param level what the score means
 * @param score 0 to 100: the sum of the matched rules' scores
 * @param matchedRules the rules that matched
 */
public record Verdict(Decision decision, Level level, int score, List<MatchedRule> matchedRules) {}
