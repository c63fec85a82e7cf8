package dev.florin.account.transfer;

import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a client is told about a transfer it asked for. */
@Component
class Answers {

  private final JsonMapper json;
  private final Problems problems;

  Answers(JsonMapper json, Problems problems) {
    this.json = json;
    this.problems = problems;
  }

  Answer of(UserTransfer transfer) {
    Failure failure = transfer.failure();
    if (failure != null) {
      return answer(transfer, failure.error().status(), failed(transfer, failure));
    }
    return switch (transfer.status()) {
      case SUCCEEDED -> answer(transfer, HttpStatus.CREATED, document(transfer));
      case PROCESSING -> answer(transfer, HttpStatus.ACCEPTED, document(transfer));
      case FAILED -> throw new IllegalStateException("a transfer fails for a reason");
    };
  }

  /** What is told of a transfer whose end could not be written down. */
  Answer ofOpen(UserTransfer transfer) {
    return answer(transfer, HttpStatus.ACCEPTED, document(transfer.open()));
  }

  private String document(UserTransfer transfer) {
    return json.writeValueAsString(TransferDocument.of(transfer));
  }

  private static Answer answer(UserTransfer transfer, HttpStatus status, String body) {
    return new Answer(status.value(), transfer.terms().transferId(), body);
  }

  private String failed(UserTransfer transfer, Failure failure) {
    ProblemDetail problem =
        problems.toDetail(new ProblemException(failure.error(), failure.detail()));
    problem.setProperty("transfer_id", transfer.terms().transferId());
    // "status" is the HTTP status in a problem, as it is with payments.
    problem.setProperty("transfer_status", transfer.status().wireName());
    return json.writeValueAsString(problem);
  }
}
