package dev.florin.payment.reconciliation;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Opens a case for a person, once for each cause, however often the cause is told. */
@Service
public class OpenCase {

  private static final Logger log = LoggerFactory.getLogger(OpenCase.class);

  private final Cases cases;
  private final MeterRegistry meters;

  OpenCase(Cases cases, MeterRegistry meters) {
    this.cases = cases;
    this.meters = meters;
  }

  /** Opens the case in the caller's transaction, if there is one; whether it is new. */
  public boolean open(Finding finding) {
    boolean opened = cases.add(finding);
    if (opened) {
      meters.counter("payment.cases.opened", "kind", finding.kind().wireName()).increment();
      log.atError()
          .addKeyValue("case_kind", finding.kind().wireName())
          .addKeyValue("payment_uuid", finding.paymentUuid())
          .addKeyValue("attempt_id", finding.attemptId())
          .log("Reconciliation case opened; a person should look");
    }
    return opened;
  }
}
