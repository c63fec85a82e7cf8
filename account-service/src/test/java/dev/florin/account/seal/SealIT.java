package dev.florin.account.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.account.AtOnce;
import dev.florin.localstack.ledger.LedgerReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class SealIT {

  private final SealedLedger ledger = new SealedLedger();

  @Test
  void anEmptyLedgerHasNothingToSeal() {
    assertThat(ledger.sealer(4).seal()).isZero();
    assertThat(ledger.verify().isIntact()).isTrue();
  }

  @Test
  void everyTransferIsSealedOnceInOrder() {
    SealTransfers sealer = ledger.sealer(4);
    ledger.post("T-1", "T-2");

    assertThat(sealer.seal()).isEqualTo(2);
    assertThat(sealer.seal()).isZero();

    ledger.decline("T-3");
    ledger.post("T-4", "T-5", "T-6", "T-7", "T-8");
    assertThat(sealer.seal()).isEqualTo(6);
    assertThat(
            ledger.jdbc().queryForList("SELECT transfers FROM seal ORDER BY number", Integer.class))
        .containsExactly(2, 4, 2);
    assertThat(ledger.verify().sealed()).isEqualTo(8);
    assertThat(ledger.verify().isIntact()).isTrue();
  }

  @Test
  void aHigherPositionWaitsForALowerOneThatIsNotCommitted() throws SQLException {
    SealTransfers sealer = ledger.sealer(4);
    try (Connection open = ledger.dataSource().getConnection()) {
      open.setAutoCommit(false);
      insertDeclined(open, "LOWER");
      ledger.decline("HIGHER");

      assertThat(sealer.seal()).isZero();
      assertThat(sealer.seal()).isZero();
      assertThat(ledger.sealer(4).seal()).as("another instance").isZero();

      open.commit();
    }
    assertThat(sealer.seal()).isEqualTo(2);
    assertThat(ledger.verify().isIntact()).isTrue();
    assertThat(ledger.verify().unsealed()).isZero();
  }

  @Test
  void aHigherPositionThatCommitsAfterTheLookWaitsForTheLowerOneToo() throws SQLException {
    SealTransfers sealer = ledger.sealer(4);
    try (Connection lower = ledger.dataSource().getConnection();
        Connection higher = ledger.dataSource().getConnection()) {
      lower.setAutoCommit(false);
      higher.setAutoCommit(false);
      insertDeclined(lower, "LOWER");
      insertDeclined(higher, "HIGHER");
      assertThat(sealer.seal()).isZero();
      higher.commit();

      assertThat(sealer.seal()).isZero();
      lower.commit();
    }
    assertThat(sealer.seal()).isEqualTo(2);
    assertThat(ledger.verify().isIntact()).isTrue();
  }

  @Test
  void aPositionThatWasRolledBackIsNoProblem() throws SQLException {
    SealTransfers sealer = ledger.sealer(4);
    try (Connection open = ledger.dataSource().getConnection()) {
      open.setAutoCommit(false);
      insertDeclined(open, "LOWER");
      ledger.decline("HIGHER");
      assertThat(sealer.seal()).isZero();
      open.rollback();
    }
    assertThat(sealer.seal()).isEqualTo(1);
    assertThat(ledger.verify().isIntact()).isTrue();
  }

  @Test
  void aTransactionThatBeginsAfterTheLookDoesNotHoldItBack() throws SQLException {
    SealTransfers sealer = ledger.sealer(4);
    try (Connection first = ledger.dataSource().getConnection();
        Connection later = ledger.dataSource().getConnection()) {
      first.setAutoCommit(false);
      later.setAutoCommit(false);
      insertDeclined(first, "T-1");
      assertThat(sealer.seal()).isZero();
      insertDeclined(later, "T-2");
      first.commit();

      assertThat(sealer.seal()).isEqualTo(1);
      later.commit();
    }
    assertThat(sealer.seal()).isEqualTo(1);
    assertThat(ledger.verify().isIntact()).isTrue();
  }

  @Test
  void manySealersAmongManyWritersSealEverythingOnce() throws Exception {
    int writers = 6;
    AtomicInteger posted = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger sealed = new AtomicInteger();
    AtomicInteger sealedMeanwhile = new AtomicInteger();
    List<Callable<Void>> work = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      String prefix = "W" + writer + "-";
      work.add(
          () -> {
            try (Connection connection = ledger.dataSource().getConnection()) {
              JdbcTemplate own = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
              for (int i = 0; i < 60 || (i < 5_000 && sealedMeanwhile.get() == 0); i++) {
                ledger.post(own, prefix + i);
                posted.incrementAndGet();
              }
            } finally {
              ended.incrementAndGet();
            }
            return null;
          });
    }
    for (int instance = 0; instance < 3; instance++) {
      SealTransfers sealer = ledger.sealer(7);
      work.add(
          () -> {
            while (ended.get() < writers) {
              int now = sealer.seal();
              sealed.addAndGet(now);
              if (ended.get() == 0) {
                sealedMeanwhile.addAndGet(now);
              }
            }
            return null;
          });
    }

    AtOnce.run(work);
    sealed.addAndGet(ledger.sealer(7).seal());

    LedgerReport report = ledger.verify();
    assertThat(report.differences()).isEmpty();
    assertThat(report.sealed()).isEqualTo(posted.get());
    assertThat(report.unsealed()).isZero();
    assertThat(sealed).hasValue(posted.get());
    assertThat(sealedMeanwhile).as("sealed while all of them wrote").hasPositiveValue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE seal SET transfers = 1",
        "DELETE FROM seal",
        "TRUNCATE seal",
        "UPDATE seal_key SET first_used_at = now()",
        "DELETE FROM seal_key",
        "INSERT INTO seal SELECT number + 2, last_position + 1, last_position + 2, transfers,"
            + " leaves, root, head, head, signature, key_id, now() FROM seal",
        "INSERT INTO seal SELECT number + 1, last_position + 1, last_position + 2, transfers,"
            + " leaves, root, root, head, signature, key_id, now() FROM seal",
        "INSERT INTO seal SELECT number + 1, first_position, last_position + 2, transfers,"
            + " leaves, root, head, head, signature, key_id, now() FROM seal"
      })
  void theChainOnlyGrowsAndWithoutGaps(String change) {
    ledger.post("T-1", "T-2");
    ledger.sealer(4).seal();

    assertThatThrownBy(() -> ledger.jdbc().update(change)).isInstanceOf(DataAccessException.class);
    assertThat(ledger.verify().isIntact()).isTrue();
  }

  @Test
  void theFirstBlockHasTheNumberOne() {
    ledger.post("T-1");
    ledger.sealer(4).seal();
    ledger.tamper(
        "CREATE TABLE copy AS SELECT * FROM seal",
        "DELETE FROM seal",
        "UPDATE copy SET number = 2");

    assertThatThrownBy(() -> ledger.jdbc().update("INSERT INTO seal SELECT * FROM copy"))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("seal 2 is not the first");
  }

  private static void insertDeclined(Connection connection, String id) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO transfer (id, kind, legs, decline_code)
          VALUES ('%s', 'deduction', 0, 'fenced')
          """
              .formatted(id));
    }
  }
}
