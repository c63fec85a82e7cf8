package dev.florin.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drops database spans without a parent (start-up, health checks, idle polling) and attributes that
 * say nothing, and masks what must not leave the process.
 */
record CuratingSpanExporter(SpanExporter delegate) implements SpanExporter {

  private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");

  /** A label of metrics that Micrometer puts on spans too, and a name that the standard gave up. */
  private static final Set<String> FILLERS = Set.of("outcome", "peer.service");

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final String ORIGINAL_METHOD = "http.request.method_original";

  private static final String ERROR = "error.type";
  private static final String NO_ERROR = "none";

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    List<SpanData> kept = new ArrayList<>(spans.size());
    for (SpanData span : spans) {
      if (!isNoise(span)) {
        kept.add(clean(span));
      }
    }
    return kept.isEmpty() ? CompletableResultCode.ofSuccess() : delegate.export(kept);
  }

  private static boolean isNoise(SpanData span) {
    return !span.getParentSpanContext().isValid()
        && span.getKind() == SpanKind.CLIENT
        && span.getLinks().isEmpty()
        && span.getAttributes().get(DATABASE) != null;
  }

  private static SpanData clean(SpanData span) {
    Attributes attributes = Redaction.clean(withoutFillers(span.getAttributes()));
    List<EventData> events = cleanEvents(span.getEvents());
    StatusData status = clean(span.getStatus());
    boolean same =
        attributes.equals(span.getAttributes())
            && events.equals(span.getEvents())
            && status.equals(span.getStatus());
    return same ? span : new CleanSpan(span, attributes, events, status);
  }

  private static Attributes withoutFillers(Attributes attributes) {
    return attributes.toBuilder()
        .removeIf(key -> isFiller(key.getKey(), attributes.get(key), attributes))
        .build();
  }

  private static boolean isFiller(String key, @Nullable Object value, Attributes attributes) {
    return switch (key) {
      case ERROR -> NO_ERROR.equals(value);
      // It is for methods that have no name of their own.
      case ORIGINAL_METHOD -> Objects.equals(value, attributes.get(METHOD));
      default -> FILLERS.contains(key);
    };
  }

  private static List<EventData> cleanEvents(List<EventData> events) {
    List<EventData> cleaned = events;
    for (int i = 0; i < events.size(); i++) {
      EventData event = events.get(i);
      Attributes attributes = Redaction.clean(event.getAttributes());
      if (!attributes.equals(event.getAttributes())) {
        cleaned = cleaned.equals(events) ? new ArrayList<>(events) : cleaned;
        cleaned.set(i, EventData.create(event.getEpochNanos(), event.getName(), attributes));
      }
    }
    return cleaned;
  }

  private static StatusData clean(StatusData status) {
    String description = Redaction.clean(status.getDescription());
    return description.equals(status.getDescription())
        ? status
        : StatusData.create(status.getStatusCode(), description);
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }

  private static final class CleanSpan extends DelegatingSpanData {

    private final Attributes attributes;
    private final List<EventData> events;
    private final StatusData status;

    CleanSpan(SpanData span, Attributes attributes, List<EventData> events, StatusData status) {
      super(span);
      this.attributes = attributes;
      this.events = events;
      this.status = status;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    /** What is left out here was not dropped by a limit. */
    @Override
    public int getTotalAttributeCount() {
      return super.getTotalAttributeCount() - super.getAttributes().size() + attributes.size();
    }

    @Override
    public List<EventData> getEvents() {
      return events;
    }

    @Override
    public StatusData getStatus() {
      return status;
    }
  }
}
