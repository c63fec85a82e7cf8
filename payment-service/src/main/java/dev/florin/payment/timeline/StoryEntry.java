package dev.florin.payment.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param what a stable code for programs, such as {@code risk.allow}
 * @param service the service that wrote it down
 * @param text the same in plain words
 * @param durationMs how long the step took that ended here; null where nobody measured it
 * @param details what else was written down, by names that belong to the code
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record StoryEntry(
    Instant at,
    String what,
    String service,
    String text,
    @Nullable Long durationMs,
    @Nullable String traceId,
    Map<String, Object> details) {}
