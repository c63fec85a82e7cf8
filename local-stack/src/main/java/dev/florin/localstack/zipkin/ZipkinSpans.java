package dev.florin.localstack.zipkin;

import static dev.florin.localstack.zipkin.Values.hex;
import static dev.florin.localstack.zipkin.Values.micros;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * OpenTelemetry's spans in Zipkin's version 2 model, as the OpenTelemetry specification maps them.
 * Zipkin knows no links: they are kept as a tag.
 */
final class ZipkinSpans {
  private ZipkinSpans() {}

  static List<Map<String, Object>> of(ExportTraceServiceRequest request) {
    List<Map<String, Object>> spans = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      String service =
          Values.texts(resource.getResource().getAttributesList())
              .getOrDefault("service.name", "unknown_service");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> spans.add(of(span, service)));
      }
    }
    return spans;
  }

  private static Map<String, Object> of(Span span, String service) {
    Map<String, Object> zipkin = new LinkedHashMap<>();
    zipkin.put("traceId", hex(span.getTraceId()));
    zipkin.put("id", hex(span.getSpanId()));
    if (!span.getParentSpanId().isEmpty()) {
      zipkin.put("parentId", hex(span.getParentSpanId()));
    }
    zipkin.put("name", span.getName());
    kind(span).ifPresent(kind -> zipkin.put("kind", kind));
    long start = micros(span.getStartTimeUnixNano());
    zipkin.put("timestamp", start);
    // Zipkin takes a duration of 0 for an unknown one.
    zipkin.put("duration", Math.max(1, micros(span.getEndTimeUnixNano()) - start));
    zipkin.put("localEndpoint", Map.of("serviceName", service));
    Map<String, String> tags = tags(span);
    remote(span, tags).ifPresent(name -> zipkin.put("remoteEndpoint", Map.of("serviceName", name)));
    zipkin.put("annotations", span.getEventsList().stream().map(ZipkinSpans::annotation).toList());
    zipkin.put("tags", tags);
    return zipkin;
  }

  private static Optional<String> kind(Span span) {
    return switch (span.getKind()) {
      case SPAN_KIND_SERVER -> Optional.of("SERVER");
      case SPAN_KIND_CLIENT -> Optional.of("CLIENT");
      case SPAN_KIND_PRODUCER -> Optional.of("PRODUCER");
      case SPAN_KIND_CONSUMER -> Optional.of("CONSUMER");
      case SPAN_KIND_INTERNAL, SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Map<String, String> tags(Span span) {
    Map<String, String> tags = Values.texts(span.getAttributesList());
    if (span.getLinksCount() > 0) {
      tags.put(
          "otel.links",
          span.getLinksList().stream()
              .map(link -> hex(link.getTraceId()) + "-" + hex(link.getSpanId()))
              .collect(Collectors.joining(",")));
    }
    if (span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR) {
      String message = span.getStatus().getMessage();
      tags.put("otel.status_code", "ERROR");
      // The presence of this tag, whatever its value, shows the span as failed.
      tags.putIfAbsent("error", message.isEmpty() ? "true" : message);
    }
    return tags;
  }

  /** Who is at the other end, when that one does not report spans itself. */
  private static Optional<String> remote(Span span, Map<String, String> tags) {
    return switch (span.getKind()) {
      case SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER, SPAN_KIND_CONSUMER ->
          Stream.of("peer.service", "db.system.name", "db.system", "messaging.system")
              .map(tags::get)
              .filter(Objects::nonNull)
              .findFirst();
      default -> Optional.empty();
    };
  }

  private static Map<String, Object> annotation(Span.Event event) {
    Map<String, String> attributes = Values.texts(event.getAttributesList());
    String text = attributes.isEmpty() ? event.getName() : event.getName() + " " + attributes;
    return Map.of("timestamp", micros(event.getTimeUnixNano()), "value", text);
  }
}
