package dev.florin.gateway.route;

import dev.florin.web.client.CallFailures;
import dev.florin.web.client.CallOutcome;
import dev.florin.web.deadline.Deadline;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClientException;

/**
 * Words a failed call for the client. It must never read as a refusal when the request may have
 * been carried out, nor as doubt when it was never sent.
 */
final class CallProblems {

  private static final Duration SOON = Duration.ofSeconds(1);

  private CallProblems() {}

  /** The service could not be reached, or is left alone: nothing was sent. */
  static ProblemException notSent(Backend backend, Duration retryAfter) {
    return new ProblemException(
            CommonError.SERVICE_UNAVAILABLE,
            "the " + backend.label() + " service cannot be reached; nothing was done, try again")
        .retryAfter(retryAfter);
  }

  /** As many calls as may be are under way: nothing was sent. */
  static ProblemException busy(Backend backend) {
    return new ProblemException(
            CommonError.OVERLOADED,
            "the " + backend.label() + " service is busy; nothing was done, try again")
        .retryAfter(SOON);
  }

  /** The time went by before the whole request was there: nothing was sent. */
  static ProblemException tooLate() {
    return new ProblemException(
        CommonError.DEADLINE_EXCEEDED, "the deadline had passed before anything was sent");
  }

  static ProblemException of(
      RestClientException failure, Backend backend, HttpMethod method, Deadline deadline) {
    if (CallFailures.classify(failure) == CallOutcome.NOT_SENT) {
      return notSent(backend, SOON);
    }
    boolean late = deadline.hasPassed() || failure.getCause() instanceof SocketTimeoutException;
    return new ProblemException(
        late ? CommonError.DEADLINE_EXCEEDED : GatewayError.NO_ANSWER,
        "the "
            + backend.label()
            + " service did not answer"
            + (late ? " in time" : "")
            + advice(method));
  }

  private static String advice(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
        ? "; ask again"
        : "; the request may have been carried out:"
            + " repeat it with the same Idempotency-Key to learn the outcome";
  }
}
