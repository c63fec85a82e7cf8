package dev.florin.risk.assessment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An assessment as it was kept.
 *
 * @param traceId the trace that asked for it
 */
public record KeptAssessment(Assessment assessment, @Nullable String traceId, Instant createdAt) {}
