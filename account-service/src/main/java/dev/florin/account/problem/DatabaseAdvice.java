package dev.florin.account.problem;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers 503 where the database does not serve a request. It certainly wrote nothing where no
 * connection was free or a statement was undone; what broke otherwise may have been committed.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseAdvice {

  private static final Logger log = LoggerFactory.getLogger(DatabaseAdvice.class);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Problems problems;

  DatabaseAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler({
    TransientDataAccessException.class,
    CannotGetJdbcConnectionException.class,
    CannotCreateTransactionException.class
  })
  ResponseEntity<ProblemDetail> nothingWritten(RuntimeException busy) {
    log.warn("the database is not available: {}", busy.toString());
    return problems.toResponse(
        new ProblemException(
                CommonError.SERVICE_UNAVAILABLE,
                "the accounts are busy; send the same request again")
            .retryAfter(SOON));
  }

  @ExceptionHandler({DataAccessResourceFailureException.class, TransactionException.class})
  ResponseEntity<ProblemDetail> perhapsWritten(RuntimeException gone) {
    log.error("the database went away during a request", gone);
    return problems.toResponse(
        new ProblemException(
                AccountError.DATABASE_UNAVAILABLE,
                "the database did not answer; send the same request again")
            .retryAfter(SOON));
  }
}
