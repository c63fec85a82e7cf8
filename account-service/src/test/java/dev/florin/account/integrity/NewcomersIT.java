package dev.florin.account.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.account.integrity.Newcomers.Part;
import dev.florin.account.watermark.Watermark;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class NewcomersIT {

  private static final int ROWS = 1_000;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ScratchLedger ledger = ScratchLedger.intact();
  private final JdbcClient jdbc = JdbcClient.create(ledger.jdbc);
  private final Watermark watermark = new Watermark(jdbc);
  private final Newcomers newcomers = new Newcomers();
  private long known;

  @BeforeEach
  void allThatIsThereIsKnown() {
    awaitComplete();
    known = look().to();
    assertThat(known).isPositive();
  }

  @Test
  void transferThatCommitsLateIsNotPassedOver() throws SQLException {
    try (Connection late = ledger.anotherConnection()) {
      late.setAutoCommit(false);
      insertDeclined(late, "late");
      insertDeclined("early");
      assertNothingNew();
      late.commit();
    }
    awaitComplete();
    assertThat(ids(look())).containsExactly("late", "early");
    assertThat(ids(look())).as("each once").isEmpty();
  }

  @Test
  void aHigherPositionThatCommitsAfterTheLookWaitsForTheLowerOneToo() throws SQLException {
    try (Connection lower = ledger.anotherConnection();
        Connection higher = ledger.anotherConnection()) {
      lower.setAutoCommit(false);
      higher.setAutoCommit(false);
      insertDeclined(lower, "lower");
      insertDeclined(higher, "higher");
      assertNothingNew();
      higher.commit();

      assertNothingNew();
      lower.commit();
    }
    awaitComplete();
    assertThat(ids(look())).containsExactly("lower", "higher");
  }

  @Test
  void positionsNeedNotBeInTheOrderOfTheTransactions() throws SQLException {
    try (Connection lower = ledger.anotherConnection();
        Connection higher = ledger.anotherConnection()) {
      lower.setAutoCommit(false);
      higher.setAutoCommit(false);
      try (var statement = higher.createStatement()) {
        statement.execute("SELECT pg_current_xact_id()");
      }
      insertDeclined(lower, "lower");
      insertDeclined(higher, "higher");
      higher.commit();

      assertNothingNew();
      lower.commit();
    }
    awaitComplete();
    assertThat(ids(look())).containsExactly("lower", "higher");
  }

  @Test
  void moreThanOneLookTakesIsLeftForTheNext() throws SQLException {
    for (int i = 0; i < 5; i++) {
      insertDeclined("new-" + i);
    }
    awaitComplete();
    assertThat(ids(look(3))).containsExactly("new-0", "new-1", "new-2");
    assertThat(ids(look(3))).containsExactly("new-3", "new-4");
  }

  @Test
  void oldTransfersAreLeftToTheSweeps() {
    Newcomers later = new Newcomers();

    assertThat(later.next(0, 2)).as("nothing is known to be complete").isEqualTo(new Part(0, 0));
    assertThat(later.next(known, 2)).isEqualTo(new Part(known - 2, known));
  }

  private void assertNothingNew() {
    for (int i = 0; i < 3; i++) {
      assertThat(look().to()).as("nothing behind the open transaction").isEqualTo(known);
    }
  }

  /** Transactions of other databases hold the watermark back, too. */
  private void awaitComplete() {
    long last = ledger.lastPosition();
    await().atMost(SOON).until(() -> watermark.advance() == last);
  }

  private Part look() {
    return look(ROWS);
  }

  private Part look(int rows) {
    Part part = newcomers.next(watermark.advance(), rows);
    newcomers.done(part);
    return part;
  }

  private List<@Nullable String> ids(Part part) {
    return jdbc.sql(
            "SELECT id FROM transfer WHERE position > ? AND position <= ? ORDER BY position")
        .params(part.after(), part.to())
        .query(String.class)
        .list();
  }

  private void insertDeclined(String id) throws SQLException {
    try (Connection connection = ledger.anotherConnection()) {
      insertDeclined(connection, id);
    }
  }

  private static void insertDeclined(Connection connection, String id) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO transfer (id, kind, decline_code, legs, fingerprint)
          VALUES ('%s', 'deposit', 'account_closed', 0, '\\x00')
          """
              .formatted(id));
    }
  }
}
