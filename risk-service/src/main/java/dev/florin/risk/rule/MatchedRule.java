package dev.florin.risk.rule;

/**
 * A rule that matched.
 *
 * @param rule its name
 * @param version the version that was in force
 */
public record MatchedRule(String rule, int version) {}
