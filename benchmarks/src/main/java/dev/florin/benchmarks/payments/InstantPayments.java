package dev.florin.benchmarks.payments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.florin.benchmarks.BenchmarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * Answers every request as payment-service does a payment, at once: what is in front of it is
 * measured at rates that the whole platform does not reach on one machine.
 */
final class InstantPayments implements AutoCloseable {

  private static final byte[] PAID =
      """
      {"payment_id":"pay_3b9cbbd4-9c0a-4c1f-8d3e-0f6b1f5f2f10","status":"succeeded",\
      "transaction_id":"ch_01a219cc0f737d62b3941353437fdd56","message":"paid"}"""
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;

  private InstantPayments(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens on the loopback address.
   *
   * @throws BenchmarkException if the port is taken
   */
  static InstantPayments start(int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext("/", InstantPayments::answer);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return new InstantPayments(server);
    } catch (IOException e) {
      throw new BenchmarkException(
          "cannot take payments on port %d: %s".formatted(port, e.getMessage()));
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().skip(Long.MAX_VALUE);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(201, PAID.length);
      exchange.getResponseBody().write(PAID);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
