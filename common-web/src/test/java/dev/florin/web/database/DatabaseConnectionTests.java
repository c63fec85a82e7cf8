package dev.florin.web.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DatabaseConnectionTests {

  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(DatabaseConnectionAutoConfiguration.class));

  @Test
  void theFirstConnectionIsAskedForBeforeTheServiceIsReady() {
    context
        .withBean(HikariDataSource.class, Unreachable::new)
        .run(running -> assertThatThrownBy(() -> begin(running)).hasMessage("asked"));
  }

  @Test
  void aServiceWithoutADatabaseStartsWithout() {
    context.run(running -> assertThatCode(() -> begin(running)).doesNotThrowAnyException());
  }

  private static void begin(AssertableApplicationContext running) throws Exception {
    running.getBean(ApplicationRunner.class).run(new DefaultApplicationArguments());
  }

  private static final class Unreachable extends HikariDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("asked");
    }
  }
}
