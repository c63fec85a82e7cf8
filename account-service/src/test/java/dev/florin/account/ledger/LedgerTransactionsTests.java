package dev.florin.account.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.account.ledger.Outcome.Declined;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class LedgerTransactionsTests {

  private static final Outcome DONE = new Declined(DeclineCode.FENCED, false);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountingTransactions database = new CountingTransactions();
  private final LedgerTransactions transactions =
      new LedgerTransactions(
          new TransactionTemplate(database),
          ObservationRegistry.NOOP,
          meters,
          new LedgerProperties(16, 3));

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void workThatTheDatabaseBrokeOffIsDoneAgain(String sqlState) {
    assertThat(execute(failingWith(List.of(sql(sqlState), sql(sqlState))))).isEqualTo(DONE);

    assertThat(database.rollbacks).isEqualTo(2);
    assertThat(database.commits).isEqualTo(1);
    assertThat(operations("declined")).isEqualTo(1);
  }

  @Test
  void concurrentModificationIsCountedAndTheWorkDoneAgain() {
    assertThat(execute(failingWith(List.of(new ConcurrentModificationException("id")))))
        .isEqualTo(DONE);

    assertThat(meters.counter("account.concurrent_modification.total").count()).isEqualTo(1);
  }

  @Test
  void retriesAreBounded() {
    assertThatThrownBy(
            () -> execute(failingWith(List.of(sql("40P01"), sql("40P01"), sql("40P01")))))
        .isInstanceOf(LedgerBusyException.class);

    assertThat(database.rollbacks).isEqualTo(3);
    assertThat(database.commits).isZero();
    assertThat(operations("failed")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"55P03", "57014"})
  void whatTookTooLongIsNotTriedAgain(String sqlState) {
    assertThatThrownBy(() -> execute(failingWith(List.of(sql(sqlState)))))
        .isInstanceOf(LedgerBusyException.class);

    assertThat(database.rollbacks).isEqualTo(1);
  }

  @Test
  void otherFailuresAreNotHidden() {
    DataIntegrityViolationException failure = new DataIntegrityViolationException("broken");

    assertThatThrownBy(() -> execute(failingWith(List.of(failure)))).isSameAs(failure);

    assertThat(database.rollbacks).isEqualTo(1);
    assertThat(operations("failed")).isEqualTo(1);
  }

  private Outcome execute(Supplier<Outcome> work) {
    return transactions.execute(TransferKind.DEDUCTION, work);
  }

  private double operations(String result) {
    return meters
        .counter("account.balance.operations", "operation", "deduction", "result", result)
        .count();
  }

  private static Supplier<Outcome> failingWith(List<RuntimeException> failures) {
    Deque<RuntimeException> left = new ArrayDeque<>(failures);
    return () -> {
      if (!left.isEmpty()) {
        throw left.pop();
      }
      return DONE;
    };
  }

  private static DataAccessException sql(String state) {
    return new UncategorizedSQLException("test", null, new SQLException("failed", state));
  }

  private static final class CountingTransactions implements PlatformTransactionManager {

    private int commits;
    private int rollbacks;

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
      return new SimpleTransactionStatus();
    }

    @Override
    public void commit(TransactionStatus status) {
      commits++;
    }

    @Override
    public void rollback(TransactionStatus status) {
      rollbacks++;
    }
  }
}
