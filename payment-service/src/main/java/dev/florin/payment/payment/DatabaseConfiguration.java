package dev.florin.payment.payment;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** How the database's refusals are understood. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  /** {@code lock_not_available}, which Spring does not tell apart from a defect. */
  private static final String LOCK_TIMEOUT = "55P03";

  @Bean
  SQLExceptionTranslator sqlExceptionTranslator() {
    var translator = new SQLExceptionSubclassTranslator();
    translator.setCustomTranslator(
        (task, sql, failure) ->
            LOCK_TIMEOUT.equals(failure.getSQLState())
                ? new CannotAcquireLockException(task + ": waited too long for a lock", failure)
                : null);
    return translator;
  }
}
