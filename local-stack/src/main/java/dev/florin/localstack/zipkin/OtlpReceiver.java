package dev.florin.localstack.zipkin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * OTLP over HTTP with protobuf bodies. Spans are handed on; logs and metrics are accepted and
 * dropped, since this store keeps traces alone.
 */
final class OtlpReceiver implements AutoCloseable {
  private static final int LARGEST_BODY = 16 << 20;
  private static final int STOP_SECONDS = 1;

  private final HttpServer server;
  private final Consumer<List<Map<String, Object>>> spans;

  private OtlpReceiver(HttpServer server, Consumer<List<Map<String, Object>>> spans) {
    this.server = server;
    this.spans = spans;
  }

  static OtlpReceiver start(int port, Consumer<List<Map<String, Object>>> spans)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    OtlpReceiver receiver = new OtlpReceiver(server, spans);
    server.createContext("/v1/traces", receiver::traces);
    server.createContext("/v1/logs", receiver::discard);
    server.createContext("/v1/metrics", receiver::discard);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return receiver;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(STOP_SECONDS);
  }

  private void traces(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange, accept(exchange));
    }
  }

  private int accept(HttpExchange exchange) {
    try (InputStream body = body(exchange)) {
      byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
      if (bytes.length > LARGEST_BODY) {
        return 413;
      }
      spans.accept(ZipkinSpans.of(ExportTraceServiceRequest.parseFrom(bytes)));
      return 200;
    } catch (IOException e) {
      return 400;
    }
  }

  private void discard(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      answer(exchange, 200);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    return "gzip".equals(encoding) ? new GZIPInputStream(body) : body;
  }

  /** An empty protobuf message says that all was accepted. */
  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(status, -1);
  }
}
