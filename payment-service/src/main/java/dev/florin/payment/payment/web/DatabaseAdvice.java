package dev.florin.payment.payment.web;

import dev.florin.payment.payment.PaymentError;
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
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A database that is slow, locked or gone: the client is asked to repeat the request. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseAdvice {

  private static final Duration SOON = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(DatabaseAdvice.class);

  private final Problems problems;

  DatabaseAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler({
    TransientDataAccessException.class,
    DataAccessResourceFailureException.class,
    TransactionException.class
  })
  ResponseEntity<ProblemDetail> unavailable(RuntimeException failure) {
    log.error("the database did not serve a request", failure);
    return problems.toResponse(
        new ProblemException(
                PaymentError.DATABASE_UNAVAILABLE, PaymentError.DATABASE_UNAVAILABLE.detail())
            .retryAfter(SOON));
  }
}
