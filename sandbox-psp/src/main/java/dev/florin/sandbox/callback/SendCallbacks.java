package dev.florin.sandbox.callback;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Delivers callbacks at least once, a few times if need be. Nothing is in a transaction while the
 * receiver answers.
 */
@Component
class SendCallbacks {

  private static final Logger LOG = LoggerFactory.getLogger(SendCallbacks.class);

  /** How many are under way at once. */
  private static final int BATCH = 16;

  private final Callbacks callbacks;
  private final CallbackProperties properties;
  private final Signature signature;
  private final Clock clock;
  private final RestClient client;

  SendCallbacks(
      Callbacks callbacks, CallbackProperties properties, Clock clock, RestClient.Builder builder) {
    this.callbacks = callbacks;
    this.properties = properties;
    this.signature = new Signature(properties.secret());
    this.clock = clock;
    var requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(500))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
    requests.setReadTimeout(properties.timeout());
    this.client = builder.requestFactory(requests).build();
  }

  @Scheduled(fixedDelayString = "${florin.sandbox.callback.interval:300ms}")
  void sendWhatIsDue() {
    List<Callback> due = callbacks.claim(properties.pauses(), BATCH);
    if (due.isEmpty()) {
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      due.forEach(callback -> threads.execute(() -> send(callback)));
    }
  }

  @Scheduled(fixedDelayString = "PT1H")
  void purge() {
    callbacks.purge();
  }

  private void send(Callback callback) {
    long timestamp = clock.instant().getEpochSecond();
    try {
      client
          .post()
          .uri(properties.url())
          .contentType(MediaType.APPLICATION_JSON)
          .header("webhook-id", callback.messageId())
          .header("webhook-timestamp", Long.toString(timestamp))
          .header(
              "webhook-signature", signature.of(callback.messageId(), timestamp, callback.body()))
          .body(callback.body())
          .retrieve()
          .toBodilessEntity();
      callbacks.delivered(callback);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("message_id", callback.messageId())
          .addKeyValue("tries", callback.tries())
          .log("A callback was not delivered: {}", e.getClass().getSimpleName());
    }
  }
}
