package dev.florin.payment.idempotency;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets answers whose time to be repeated has passed, in small bites and a few at a time. */
@Component
class RecordRetention {

  private static final int BITE = 1_000;

  /** A minute's; whoever else is scheduled waits for them. */
  private static final int MAX_BITES = 60;

  private final IdempotencyRecords records;
  private final IdempotencyProperties properties;

  RecordRetention(IdempotencyRecords records, IdempotencyProperties properties) {
    this.records = records;
    this.properties = properties;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT5M")
  void forgetOldAnswers() {
    int bites = 0;
    int forgotten;
    do {
      forgotten = records.forget(properties.retention(), BITE);
      bites++;
    } while (forgotten == BITE && bites < MAX_BITES);
  }
}
