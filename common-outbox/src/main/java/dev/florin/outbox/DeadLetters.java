package dev.florin.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConsumerAwareRecordRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Puts a poison record, byte for byte and with its headers, on {@code <topic>.dlt}, so that the
 * partition goes on. Republishing it to its topic has no second effect, since consumers remember
 * event ids.
 */
final class DeadLetters implements ConsumerAwareRecordRecoverer {

  static final String SUFFIX = ".dlt";

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
  private static final int PARTITION_BY_KEY = -1;

  private final DeadLetterPublishingRecoverer publisher;
  private final MeterRegistry meters;

  DeadLetters(KafkaOperations<String, byte[]> kafka, MeterRegistry meters) {
    this.meters = meters;
    this.publisher =
        new DeadLetterPublishingRecoverer(
            kafka,
            (message, failure) -> new TopicPartition(message.topic() + SUFFIX, PARTITION_BY_KEY));
    // A stack trace per record can outgrow the record; class and message tell what happened.
    publisher.excludeHeader(HeadersToAdd.EX_STACKTRACE);
  }

  @Override
  public void accept(
      ConsumerRecord<?, ?> message,
      @Nullable Consumer<?, ?> consumer,
      @Nullable Exception failure) {
    Exception reason = failure == null ? new IllegalStateException("Unknown failure") : failure;
    publisher.accept(message, consumer, reason);
    Counter.builder("events.dead.lettered")
        .description("Records that went to a dead letter topic")
        .tag("topic", message.topic())
        .register(meters)
        .increment();
    log.error(
        "Record {}-{}@{} cannot be processed and went to {}{}: {}",
        message.topic(),
        message.partition(),
        message.offset(),
        message.topic(),
        SUFFIX,
        NestedExceptionUtils.getMostSpecificCause(reason).getClass().getName());
  }
}
