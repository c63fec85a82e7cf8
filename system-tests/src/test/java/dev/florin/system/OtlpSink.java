package dev.florin.system;

import dev.florin.localstack.stack.PortPlan;
import dev.florin.localstack.zipkin.OtlpReceiver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A collector in the place of a stack's trace viewer: it keeps all spans and log lines. */
final class OtlpSink implements AutoCloseable {

  /** A span and whose it is. */
  record HeardSpan(String service, Span span) {}

  /** A log line and whose it is. */
  record HeardLine(String service, LogRecord line) {}

  private final int port;
  private final Queue<ResourceSpans> spans = new ConcurrentLinkedQueue<>();
  private final Queue<ResourceLogs> lines = new ConcurrentLinkedQueue<>();
  private OtlpReceiver receiver;

  private OtlpSink(int port) {
    this.port = port;
    this.receiver = listen();
  }

  static OtlpSink of(Florin florin) {
    florin.kill("zipkin");
    return new OtlpSink(new PortPlan(florin.portBase()).otlp());
  }

  private OtlpReceiver listen() {
    try {
      return OtlpReceiver.start(port, this::take, this::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(ExportTraceServiceRequest request) {
    spans.addAll(request.getResourceSpansList());
  }

  private void take(ExportLogsServiceRequest request) {
    lines.addAll(request.getResourceLogsList());
  }

  void reopen() {
    receiver = listen();
  }

  @Override
  public void close() {
    receiver.close();
  }

  List<HeardSpan> spans() {
    return spans.stream()
        .flatMap(
            resource ->
                resource.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .map(span -> new HeardSpan(service(resource.getResource()), span)))
        .toList();
  }

  List<HeardSpan> trace(String traceId) {
    return spans().stream()
        .filter(heard -> hex(heard.span().getTraceId().toByteArray()).equals(traceId))
        .toList();
  }

  List<HeardLine> lines() {
    return lines.stream()
        .flatMap(
            resource ->
                resource.getScopeLogsList().stream()
                    .flatMap(scope -> scope.getLogRecordsList().stream())
                    .map(line -> new HeardLine(service(resource.getResource()), line)))
        .toList();
  }

  List<HeardLine> linesOf(String traceId) {
    return lines().stream()
        .filter(heard -> hex(heard.line().getTraceId().toByteArray()).equals(traceId))
        .toList();
  }

  /** All that was sent, as text. */
  String text() {
    return spans + "\n" + lines;
  }

  static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  static String attribute(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  private static String service(Resource resource) {
    return attribute(resource.getAttributesList(), "service.name");
  }
}
