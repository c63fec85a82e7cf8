package dev.florin.account.seal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for unsealed transfers all the time. */
@Component
class SealSchedule {

  private static final Logger log = LoggerFactory.getLogger(SealSchedule.class);

  private final SealTransfers sealTransfers;

  SealSchedule(SealTransfers sealTransfers) {
    this.sealTransfers = sealTransfers;
  }

  @Scheduled(fixedDelayString = "${florin.account.seal.interval:1s}")
  void seal() {
    try {
      sealTransfers.seal();
    } catch (RuntimeException e) {
      log.warn("sealing failed, it goes on with the next look: {}", e.toString());
      log.debug("sealing failed", e);
    }
  }
}
