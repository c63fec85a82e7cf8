package dev.florin.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Deductions over HTTP/1.1 on connections that stay open, one request at a time on each. One thread
 * serves all of them, since the load generator shares the machine with what it measures.
 */
final class HttpLoad {

  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long POLL_MILLIS = 100;
  private static final long LAST_ANSWER_SECONDS = 10;

  private final InetSocketAddress service;
  private final String head;
  private final int wallets;
  private final TransferIds ids = new TransferIds();

  HttpLoad(int port, String token, int wallets) {
    this.service = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.head =
        """
         HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: \
        """
            .formatted(port, token);
    this.wallets = wallets;
  }

  /**
   * Keeps a request under way on each connection for a while.
   *
   * @throws IllegalStateException if an answer is neither a deduction that was posted nor a request
   *     to come again
   */
  Round run(int connections, int seconds) throws IOException {
    try (Selector selector = Selector.open()) {
      Running running = new Running(selector, seconds);
      try {
        for (int n = 0; n < connections; n++) {
          running.connect();
        }
        return running.toTheEnd();
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
  }

  /** One run's connections and what they have shown. */
  private final class Running {

    private final Selector selector;
    private final Histogram nanos = new Histogram(MAX_NANOS, 3);
    private final long begin = System.nanoTime();
    private final long end;
    private long refused;
    private int open;

    Running(Selector selector, int seconds) {
      this.selector = selector;
      this.end = begin + TimeUnit.SECONDS.toNanos(seconds);
    }

    void connect() throws IOException {
      HttpConnection connection = HttpConnection.open(service);
      connection.register(selector);
      connection.send(request());
      open++;
    }

    Round toTheEnd() throws IOException {
      long limit = end + TimeUnit.SECONDS.toNanos(LAST_ANSWER_SECONDS);
      while (open > 0) {
        if (System.nanoTime() > limit) {
          throw new IllegalStateException(open + " requests were not answered");
        }
        selector.select(POLL_MILLIS);
        for (SelectionKey key : selector.selectedKeys()) {
          HttpConnection connection = (HttpConnection) key.attachment();
          if (connection.receive()) {
            answered(connection);
          }
        }
        selector.selectedKeys().clear();
      }
      return Round.of(nanos, refused, System.nanoTime() - begin);
    }

    private void answered(HttpConnection connection) throws IOException {
      long now = System.nanoTime();
      String answer = connection.answer();
      if (answer.startsWith("HTTP/1.1 200") && answer.contains("\"result\":\"posted\"")) {
        nanos.recordValue(Math.min(now - connection.sentNanos(), MAX_NANOS));
      } else if (answer.startsWith("HTTP/1.1 503")) {
        refused++;
      } else {
        throw new IllegalStateException("not posted: " + answer);
      }
      boolean another = now < end;
      if (another && !connection.isLast()) {
        connection.send(request());
        return;
      }
      connection.close();
      open--;
      if (another) {
        connect();
      }
    }
  }

  private byte[] request() {
    int wallet = 1 + ThreadLocalRandom.current().nextInt(wallets);
    String body =
        "{\"merchant_id\":\""
            + LedgerData.MERCHANT
            + "\",\"user_id\":\""
            + LedgerData.USER_PREFIX
            + wallet
            + "\",\"amount\":\"1.00\",\"currency\":\""
            + LedgerData.CURRENCY
            + "\"}";
    return ("PUT /internal/deductions/" + ids.next() + head + body.length() + "\r\n\r\n" + body)
        .getBytes(US_ASCII);
  }
}
