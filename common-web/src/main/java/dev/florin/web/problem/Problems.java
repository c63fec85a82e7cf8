package dev.florin.web.problem;

import dev.florin.telemetry.TraceContexts;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Renders problems the same way from controllers, filters and stored answers. */
public final class Problems {

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  /** The RFC 9457 object, with the current trace's id. */
  public ProblemDetail toDetail(ProblemException problem) {
    ErrorCode error = problem.errorCode();
    ProblemDetail detail = ProblemDetail.forStatusAndDetail(error.status(), problem.detail());
    detail.setType(error.type());
    detail.setTitle(error.title());
    detail.setProperty("code", error.code());
    detail.setProperty("retryable", error.retryable());
    set(detail, "param", problem.param());
    set(detail, "payment_id", problem.paymentId());
    // "status" is RFC 9457's own member, a number; the payment's status needs another name.
    set(detail, "payment_status", problem.paymentStatus());
    set(detail, "decline_code", problem.declineCode());
    set(detail, "trace_id", TraceContexts.traceId());
    return detail;
  }

  /** The answer with its headers. */
  public ResponseEntity<ProblemDetail> toResponse(ProblemException problem) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(problem.errorCode().status())
            .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    Long retryAfter = problem.retryAfterSeconds();
    if (retryAfter != null) {
      answer.header(HttpHeaders.RETRY_AFTER, retryAfter.toString());
    }
    return answer.body(toDetail(problem));
  }

  /** The JSON of the answer's body. */
  public byte[] toJson(ProblemException problem) {
    return json.writeValueAsBytes(toDetail(problem));
  }

  /** Answers from a filter, where no controller advice reaches. */
  public void write(HttpServletResponse response, ProblemException problem) throws IOException {
    response.setStatus(problem.errorCode().status().value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    Long retryAfter = problem.retryAfterSeconds();
    if (retryAfter != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, retryAfter.toString());
    }
    response.getOutputStream().write(toJson(problem));
  }

  private static void set(ProblemDetail detail, String name, @Nullable String value) {
    if (value != null) {
      detail.setProperty(name, value);
    }
  }
}
