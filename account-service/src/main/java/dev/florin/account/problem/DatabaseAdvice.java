package dev.florin.account.problem;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers 503 where the database certainly wrote nothing: no connection was free, or a statement
 * was undone. A failed commit is none of these; its outcome is not known.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseAdvice {

  private static final Logger log = LoggerFactory.getLogger(DatabaseAdvice.class);

  private final Problems problems;

  DatabaseAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler({TransientDataAccessException.class, CannotCreateTransactionException.class})
  ResponseEntity<ProblemDetail> handle(RuntimeException busy) {
    log.warn("the database is not available: {}", busy.toString());
    return problems.toResponse(
        new ProblemException(
                CommonError.SERVICE_UNAVAILABLE,
                "the accounts are busy; send the same request again")
            .retryAfter(Duration.ofSeconds(1)));
  }
}
