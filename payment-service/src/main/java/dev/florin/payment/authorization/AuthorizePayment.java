package dev.florin.payment.authorization;

import dev.florin.payment.idempotency.Admission;
import dev.florin.payment.idempotency.Admissions;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.Work;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.StalePaymentException;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Tracer;
import org.springframework.stereotype.Service;

/** Takes a payment: admits the request once, runs the saga, concludes. */
@Service
public class AuthorizePayment {

  private static final String USER_ID = "user_id";

  /**
   * An answer.
   *
   * @param replayed whether it had been given before
   */
  public record Authorized(Answer answer, boolean replayed) {}

  private final Admissions admissions;
  private final NewPayment newPayment;
  private final AuthorizationSaga saga;
  private final Conclusions conclusions;
  private final ProcessTelemetry telemetry;
  private final Tracer tracer;
  private final RunBudget budget;

  AuthorizePayment(
      Admissions admissions,
      NewPayment newPayment,
      AuthorizationSaga saga,
      Conclusions conclusions,
      ProcessTelemetry telemetry,
      Tracer tracer,
      RunBudget budget) {
    this.admissions = admissions;
    this.newPayment = newPayment;
    this.saga = saga;
    this.conclusions = conclusions;
    this.telemetry = telemetry;
    this.tracer = tracer;
    this.budget = budget;
  }

  /** Carries out a request, or answers it as it was answered before. */
  public Authorized authorize(AuthorizationRequest request) {
    try (BaggageInScope _ = tracer.createBaggageInScope(USER_ID, request.terms().userId())) {
      return telemetry.process(request.terms(), process -> authorize(request, process));
    }
  }

  /** Runs the saga so that enough of the request's time is left to conclude. */
  public Outcome runSaga(Payment payment) {
    return budget.run(() -> saga.run(payment));
  }

  /**
   * Carries on a payment that the caller holds the lease of, and concludes.
   *
   * @throws StalePaymentException if another worker took the payment up meanwhile
   */
  public Conclusions.Told carryOn(Payment payment) {
    return conclusions.conclude(runSaga(payment));
  }

  private Authorized authorize(AuthorizationRequest request, ProcessTelemetry.Run process) {
    Work<Payment> work = newPayment.askedFor(request);
    return proceed(
        request, work, telemetry.check(() -> admissions.admit(request.request(), work)), process);
  }

  private Authorized proceed(
      AuthorizationRequest request,
      Work<Payment> work,
      Admission<Payment> admission,
      ProcessTelemetry.Run process) {
    return switch (admission) {
      case Admission.Admitted<Payment>(var payment) -> run(request, work, payment, process);
      case Admission.Replayed<Payment>(var answer) -> {
        process.repeated();
        yield new Authorized(answer, true);
      }
      case Admission.StillOpen<Payment>(var answer) -> {
        process.repeated();
        yield new Authorized(answer, false);
      }
    };
  }

  private Authorized run(
      AuthorizationRequest request,
      Work<Payment> work,
      Payment payment,
      ProcessTelemetry.Run process) {
    try {
      Outcome outcome = runSaga(payment);
      Answer answer = conclusions.conclude(outcome).asked();
      process.ended(outcome);
      return new Authorized(answer, false);
    } catch (StalePaymentException overtaken) {
      return proceed(request, work, admissions.recall(request.request(), work), process);
    }
  }
}
