package dev.florin.payment.resolution;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.operation.CarryOutOperation;
import dev.florin.payment.operation.Operation;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.operation.StaleOperationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes up operations whose worker died, operations whose next try is due, and those that nobody
 * asked for. Any number of instances may do so at once: each is leased to one of them.
 */
@Component
@ConditionalOnBooleanProperty(name = "florin.payment.resolution.enabled", matchIfMissing = true)
public class ResumeOperations {

  private static final Logger log = LoggerFactory.getLogger(ResumeOperations.class);

  private final Operations operations;
  private final CarryOutOperation carryOut;
  private final ResumptionTrace trace;

  ResumeOperations(Operations operations, CarryOutOperation carryOut, ResumptionTrace trace) {
    this.operations = operations;
    this.carryOut = carryOut;
    this.trace = trace;
  }

  /** Works through all that is due. */
  @Scheduled(fixedDelayString = "${florin.payment.resolution.interval:1s}")
  public void resumeDue() {
    DueWork.workThrough(operations::takeUpDue, this::resume);
  }

  private void resume(Operation operation) {
    FaultPoint.PAYMENT_OPERATION_TAKE_UP_AFTER_COMMIT.reach();
    try {
      trace.around(
          operation.publicId(),
          operation.resumptions(),
          operation.trace(),
          () -> carryOut.run(operation));
    } catch (StaleOperationException overtaken) {
      log.info("operation {} was taken up by another worker", operation.id());
    } catch (RuntimeException e) {
      log.error("operation {} could not be resumed; its lease will pass", operation.id(), e);
    }
  }
}
