package dev.florin.system;

import static java.util.stream.Collectors.joining;

import dev.florin.system.OtlpSink.HeardSpan;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A trace as text: a line per span, indented below its parent, with service, kind, name, names of
 * attributes, and links. The children of a span stand in the order of the alphabet, not of time.
 */
final class SpanTree {

  private static final String GOLDEN = "/golden-trace.txt";

  /** Where the platform's last words about a payment come from. */
  private static final Set<String> LAST = Set.of("account-service", "notification-service");

  private SpanTree() {}

  static String golden() throws IOException {
    try (InputStream file = SpanTree.class.getResourceAsStream(GOLDEN)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String of(List<HeardSpan> trace) {
    return below(trace, "", 0);
  }

  /**
   * Whether both consumers of the payment's event are in it, every parent but the root's, and the
   * other side of every request.
   */
  static boolean isWhole(List<HeardSpan> trace) {
    Set<String> ids = trace.stream().map(it -> id(it.span())).collect(Collectors.toSet());
    Set<String> consumers =
        trace.stream()
            .filter(it -> it.span().getKind() == Span.SpanKind.SPAN_KIND_CONSUMER)
            .map(HeardSpan::service)
            .collect(Collectors.toSet());
    Set<String> parents = trace.stream().map(it -> parent(it.span())).collect(Collectors.toSet());
    return consumers.containsAll(LAST)
        && parents.stream().allMatch(parent -> parent.isEmpty() || ids.contains(parent))
        && trace.stream()
            .map(HeardSpan::span)
            .filter(span -> !OtlpSink.attribute(span.getAttributesList(), "url.full").isEmpty())
            .allMatch(request -> parents.contains(id(request)));
  }

  private static String below(List<HeardSpan> trace, String parent, int depth) {
    return trace.stream()
        .filter(it -> parent(it.span()).equals(parent))
        .map(it -> line(it, depth) + below(trace, id(it.span()), depth + 1))
        .sorted()
        .collect(joining());
  }

  private static String line(HeardSpan heard, int depth) {
    Span span = heard.span();
    String kind = span.getKind().name().replace("SPAN_KIND_", "");
    String attributes =
        span.getAttributesList().stream().map(KeyValue::getKey).sorted().collect(joining(" "));
    String links = span.getLinksCount() == 0 ? "" : " links " + span.getLinksCount();
    return "%s%s %s %s [%s]%s\n"
        .formatted("  ".repeat(depth), heard.service(), kind, span.getName(), attributes, links);
  }

  private static String id(Span span) {
    return OtlpSink.hex(span.getSpanId().toByteArray());
  }

  private static String parent(Span span) {
    return OtlpSink.hex(span.getParentSpanId().toByteArray());
  }
}
