package dev.florin.localstack.zipkin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * OTLP over HTTP with protobuf bodies. Spans are handed on, and logs to whoever wants them; metrics
 * are accepted and dropped.
 */
public final class OtlpReceiver implements AutoCloseable {
  private static final int LARGEST_BODY = 16 << 20;
  private static final int STOP_SECONDS = 1;

  private final HttpServer server;

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  /** Receives spans, and drops logs. */
  static OtlpReceiver start(int port, Consumer<ExportTraceServiceRequest> spans)
      throws IOException {
    return listen(port, spans, OtlpReceiver::discard);
  }

  /** Receives spans and logs on that port; 0 for any that is free. */
  public static OtlpReceiver start(
      int port, Consumer<ExportTraceServiceRequest> spans, Consumer<ExportLogsServiceRequest> logs)
      throws IOException {
    return listen(port, spans, taking(ExportLogsServiceRequest::parseFrom, logs));
  }

  private static OtlpReceiver listen(
      int port, Consumer<ExportTraceServiceRequest> spans, HttpHandler logs) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/v1/traces", taking(ExportTraceServiceRequest::parseFrom, spans));
    server.createContext("/v1/logs", logs);
    server.createContext("/v1/metrics", OtlpReceiver::discard);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return new OtlpReceiver(server);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(STOP_SECONDS);
  }

  private interface Parser<T> {
    T parse(byte[] body) throws IOException;
  }

  private static <T> HttpHandler taking(Parser<T> parser, Consumer<T> taker) {
    return exchange -> {
      try (exchange) {
        answer(exchange, accept(exchange, parser, taker));
      }
    };
  }

  private static <T> int accept(HttpExchange exchange, Parser<T> parser, Consumer<T> taker) {
    try (InputStream body = body(exchange)) {
      byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
      if (bytes.length > LARGEST_BODY) {
        return 413;
      }
      taker.accept(parser.parse(bytes));
      return 200;
    } catch (IOException e) {
      return 400;
    }
  }

  private static void discard(HttpExchange exchange) throws IOException {
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
