package dev.florin.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka value of every event: the same fields on every topic, and the data of its type. Names
 * are fixed here, so that neither side's naming strategy changes the wire. An envelope that lacks a
 * field is malformed and cannot be constructed.
 *
 * @param <T> the fields of {@code data} that this consumer reads
 * @param traceId the trace that caused the event, if there was one
 */
@JsonPropertyOrder({
  "event_id",
  "type",
  "aggregate_id",
  "sequence",
  "occurred_at",
  "trace_id",
  "data"
})
public record EventEnvelope<T>(
    @JsonProperty("event_id") UUID eventId,
    @JsonProperty("type") String type,
    @JsonProperty("aggregate_id") UUID aggregateId,
    @JsonProperty("sequence") long sequence,
    @JsonProperty("occurred_at") Instant occurredAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("trace_id") @Nullable String traceId,
    @JsonProperty("data") T data) {

  /** The header that repeats {@link #eventId()}. */
  public static final String EVENT_ID_HEADER = "event_id";

  /** The header that repeats {@link #type()}. */
  public static final String EVENT_TYPE_HEADER = "event_type";

  /** Checks what a foreign producer may have left out. */
  public EventEnvelope {
    Objects.requireNonNull(eventId, "event_id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(aggregateId, "aggregate_id");
    Objects.requireNonNull(occurredAt, "occurred_at");
    Objects.requireNonNull(data, "data");
  }
}
