package dev.florin.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Sends rows to Kafka and waits for the acknowledgements. Many keys are in flight at once, but one
 * row per key only: even a send that fails for good while its successors are acknowledged cannot
 * change the order of a key.
 */
final class EventPublisher {

  private final KafkaOperations<String, byte[]> kafka;
  private final Tracer tracer;
  private final Duration sendTimeout;

  EventPublisher(KafkaOperations<String, byte[]> kafka, Tracer tracer, Duration sendTimeout) {
    this.kafka = kafka;
    this.tracer = tracer;
    this.sendTimeout = sendTimeout;
  }

  /**
   * Sends the rows in waves of distinct keys; after a failure, or when {@code mayGoOn} says no, no
   * further wave is sent.
   */
  Publication publish(List<OutboxRow> rows, Predicate<OutboxRow> isRetry, BooleanSupplier mayGoOn) {
    var publication = new Publication(new ArrayList<>(), new LinkedHashMap<>());
    List<OutboxRow> waiting = rows;
    while (!waiting.isEmpty() && publication.failed().isEmpty() && mayGoOn.getAsBoolean()) {
      var wave = new ArrayList<OutboxRow>();
      var next = new ArrayList<OutboxRow>();
      var keys = new HashSet<UUID>();
      waiting.forEach(row -> (keys.add(row.aggregateId()) ? wave : next).add(row));
      collect(sendAll(wave, isRetry), publication);
      waiting = next;
    }
    return publication;
  }

  private Map<OutboxRow, CompletableFuture<?>> sendAll(
      List<OutboxRow> wave, Predicate<OutboxRow> isRetry) {
    var sent = new LinkedHashMap<OutboxRow, CompletableFuture<?>>();
    for (OutboxRow row : wave) {
      CompletableFuture<?> acknowledgement = send(row, isRetry.test(row));
      sent.put(row, acknowledgement);
      if (acknowledgement.isCompletedExceptionally()) {
        // Each further send would block for as long again while the broker is away.
        break;
      }
    }
    return sent;
  }

  private CompletableFuture<?> send(OutboxRow row, boolean retry) {
    Context cause = row.trace().context();
    if (!retry) {
      return sendWithin(cause, row);
    }
    // The first publication continues the trace, a retry starts a new one linked to it.
    Span republish =
        tracer
            .spanBuilder("outbox.republish")
            .setParent(Context.root())
            .addLink(Span.fromContext(cause).getSpanContext())
            .startSpan();
    try {
      return sendWithin(cause.with(republish), row);
    } finally {
      republish.end();
    }
  }

  private CompletableFuture<?> sendWithin(Context context, OutboxRow row) {
    try {
      return context.wrapSupplier(() -> kafka.send(message(row))).get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void collect(Map<OutboxRow, CompletableFuture<?>> sent, Publication publication) {
    long deadline = System.nanoTime() + sendTimeout.toNanos();
    sent.forEach(
        (row, acknowledgement) -> {
          try {
            acknowledgement.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            publication.acknowledged().add(row);
          } catch (ExecutionException e) {
            publication.failed().put(row, e.getCause() == null ? e : e.getCause());
          } catch (TimeoutException e) {
            publication.failed().put(row, e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            publication.failed().put(row, e);
          }
        });
  }

  private static ProducerRecord<String, byte[]> message(OutboxRow row) {
    var message =
        new ProducerRecord<>(
            row.topic(),
            row.aggregateId().toString(),
            row.payload().getBytes(StandardCharsets.UTF_8));
    message
        .headers()
        .add(
            EventEnvelope.EVENT_ID_HEADER,
            row.eventId().toString().getBytes(StandardCharsets.UTF_8))
        .add(EventEnvelope.EVENT_TYPE_HEADER, row.type().getBytes(StandardCharsets.UTF_8));
    return message;
  }
}
