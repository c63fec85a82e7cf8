package dev.florin.localstack.zipkin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands spans to Zipkin in the background. When Zipkin is slower than the services, spans are lost:
 * telemetry must never slow down a payment.
 */
final class ZipkinClient {
  private static final int WAITING_BATCHES = 256;
  private static final int ATTEMPTS = 40;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final BlockingQueue<List<Map<String, Object>>> batches =
      new ArrayBlockingQueue<>(WAITING_BATCHES);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final JsonMapper json = new JsonMapper();
  private final URI address;

  ZipkinClient(int port) {
    this.address = URI.create("http://127.0.0.1:%d/api/v2/spans".formatted(port));
  }

  void start() {
    Thread.ofVirtual().name("zipkin-client").start(this::run);
  }

  void offer(List<Map<String, Object>> spans) {
    if (!spans.isEmpty()) {
      batches.offer(spans);
    }
  }

  private void run() {
    try {
      while (true) {
        List<Map<String, Object>> spans = new ArrayList<>(batches.take());
        for (List<Map<String, Object>> more = batches.poll(); more != null; more = batches.poll()) {
          spans.addAll(more);
        }
        send(json.writeValueAsBytes(spans));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tried again for a while, since spans arrive while Zipkin is still starting. */
  private void send(byte[] body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        http.send(request, HttpResponse.BodyHandlers.discarding());
        return;
      } catch (IOException e) {
        Thread.sleep(PAUSE);
      }
    }
  }
}
