package dev.florin.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector for tests: keeps what it is sent over OTLP/HTTP. */
final class OtlpSink implements AutoCloseable {

  private final HttpServer server;
  private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
  private final List<ExportLogsServiceRequest> logs = new CopyOnWriteArrayList<>();
  private final List<String> encodings = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  OtlpSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", exchange -> take(exchange, this::addTraces));
    server.createContext("/v1/logs", exchange -> take(exchange, this::addLogs));
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Whether it takes nothing for now. */
  void refuse(boolean nothing) {
    refusing = nothing;
  }

  List<String> encodings() {
    return encodings;
  }

  List<ResourceSpans> resources() {
    return traces.stream().flatMap(request -> request.getResourceSpansList().stream()).toList();
  }

  List<Span> spans() {
    return resources().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  List<Span> trace(String traceId) {
    return spans().stream()
        .filter(span -> hex(span.getTraceId().toByteArray()).equals(traceId))
        .toList();
  }

  List<LogRecord> logs() {
    return logs.stream()
        .flatMap(request -> request.getResourceLogsList().stream())
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .toList();
  }

  static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                attribute ->
                    attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue()));
  }

  private void addTraces(byte[] body) throws InvalidProtocolBufferException {
    traces.add(ExportTraceServiceRequest.parseFrom(body));
  }

  private void addLogs(byte[] body) throws InvalidProtocolBufferException {
    logs.add(ExportLogsServiceRequest.parseFrom(body));
  }

  private void take(HttpExchange exchange, Taker taker) throws IOException {
    try (exchange) {
      if (refusing) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      String encoding = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      encodings.add(encoding);
      InputStream body = exchange.getRequestBody();
      taker.take((encoding.equals("gzip") ? new GZIPInputStream(body) : body).readAllBytes());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private interface Taker {
    void take(byte[] body) throws IOException;
  }
}
