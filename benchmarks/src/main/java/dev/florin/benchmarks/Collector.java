package dev.florin.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** An OTLP collector that takes everything, counts the bytes and does nothing else. */
public final class Collector implements AutoCloseable {

  private final HttpServer server;
  private final LongAdder bytes = new LongAdder();

  private Collector(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts one on the loopback address.
   *
   * @param port 0 for any that is free
   * @throws BenchmarkException if the port is taken
   */
  public static Collector start(int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      Collector collector = new Collector(server);
      server.createContext("/v1", collector::take);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return collector;
    } catch (IOException e) {
      throw new BenchmarkException(
          "cannot start a collector on port %d: %s".formatted(port, e.getMessage()));
    }
  }

  /** What exporters are to be given. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Bytes of bodies so far, as they came over the wire. */
  public long bytes() {
    return bytes.sum();
  }

  /** An empty answer says that all was taken. */
  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      bytes.add(exchange.getRequestBody().skip(Long.MAX_VALUE));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
