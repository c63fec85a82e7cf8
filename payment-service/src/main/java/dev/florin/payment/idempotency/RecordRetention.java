package dev.florin.payment.idempotency;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets answers whose time to be repeated has passed, in small bites. */
@Component
class RecordRetention {

  private static final int BITE = 1_000;

  private final IdempotencyRecords records;
  private final IdempotencyProperties properties;

  RecordRetention(IdempotencyRecords records, IdempotencyProperties properties) {
    this.records = records;
    this.properties = properties;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
  void forgetOldAnswers() {
    int forgotten;
    do {
      forgotten = records.forget(properties.retention(), BITE);
    } while (forgotten == BITE);
  }
}
