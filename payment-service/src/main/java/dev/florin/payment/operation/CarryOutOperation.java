package dev.florin.payment.operation;

import dev.florin.payment.authorization.RunBudget;
import dev.florin.payment.idempotency.Admission;
import dev.florin.payment.idempotency.Admissions;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.Work;
import dev.florin.payment.payment.Payments;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Tracer;
import org.springframework.stereotype.Service;

/** Does something to a payment: admits the request once, runs the steps, concludes. */
@Service
public class CarryOutOperation {

  private static final String USER_ID = "user_id";

  /**
   * An answer.
   *
   * @param replayed whether it had been given before
   */
  public record CarriedOut(Answer answer, boolean replayed) {}

  private final Admissions admissions;
  private final NewOperation newOperation;
  private final Payments payments;
  private final OperationSteps steps;
  private final OperationConclusions conclusions;
  private final RunBudget budget;
  private final Tracer tracer;

  CarryOutOperation(
      Admissions admissions,
      NewOperation newOperation,
      Payments payments,
      OperationSteps steps,
      OperationConclusions conclusions,
      RunBudget budget,
      Tracer tracer) {
    this.admissions = admissions;
    this.newOperation = newOperation;
    this.payments = payments;
    this.steps = steps;
    this.conclusions = conclusions;
    this.budget = budget;
    this.tracer = tracer;
  }

  /** Carries out a request, or answers it as it was answered before. */
  public CarriedOut carryOut(OperationRequest request) {
    String userId = request.payment().terms().userId();
    Work<Operation> work = newOperation.askedFor(request);
    try (BaggageInScope _ = tracer.createBaggageInScope(USER_ID, userId)) {
      return proceed(request, work, admissions.admit(request.request(), work));
    }
  }

  /** Runs the steps of an operation that the caller holds, and concludes. */
  public Answer run(Operation operation) {
    return conclusions.conclude(
        budget.run(() -> steps.run(payments.get(operation.paymentId().value()), operation)));
  }

  private CarriedOut proceed(
      OperationRequest request, Work<Operation> work, Admission<Operation> admission) {
    return switch (admission) {
      case Admission.Admitted<Operation>(var operation) -> run(request, work, operation);
      case Admission.Replayed<Operation>(var answer) -> new CarriedOut(answer, true);
      case Admission.StillOpen<Operation>(var answer) -> new CarriedOut(answer, false);
    };
  }

  private CarriedOut run(OperationRequest request, Work<Operation> work, Operation operation) {
    try {
      return new CarriedOut(run(operation), false);
    } catch (StaleOperationException overtaken) {
      return proceed(request, work, admissions.recall(request.request(), work));
    }
  }
}
