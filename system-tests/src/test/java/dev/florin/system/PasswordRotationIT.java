package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** S-12: every database's password is replaced while payments come, and none is refused for it. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class PasswordRotationIT {

  private static final int PER_SECOND = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The provider is somebody else's, and takes a new password by a restart. */
  private static final List<String> DATABASES =
      List.of("identity", "risk", "account", "channel", "notification", "payment");

  @Test
  void everyDatabasesPasswordIsReplacedUnderLoadAndNoPaymentIsRefused(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    try (Load _ = Load.start(api, history, PER_SECOND)) {
      for (String database : DATABASES) {
        replacePassword(florin, database);
      }
      int before = history.all().size();
      Awaitility.await("payments by new connections")
          .atMost(Duration.ofSeconds(30))
          .until(() -> history.all().size() > before + 5 * PER_SECOND);
    }

    assertThat(history.codes()).containsOnly("card_declined");
    assertThat(history.count(Heard.UNKNOWN)).isZero();
    Recovery.check(florin, api, history);
  }

  private static void replacePassword(Florin florin, String database)
      throws IOException, SQLException {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path file = florin.home().resolve("secrets/database." + database);
    try (Connection connection = florin.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE florin_%s PASSWORD '%s'".formatted(database, password));
      Files.writeString(file, password);
      assertThatThrownBy(() -> florin.connect(database)).hasMessageContaining("password");
      florin.forgetPassword(database);
      // The pools look at what was idle for so long before they hand it out, and connect anew.
      statement.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE usename = current_user AND pid <> pg_backend_pid()
            AND state = 'idle' AND state_change < now() - interval '2 seconds'
          """);
    }
  }
}
