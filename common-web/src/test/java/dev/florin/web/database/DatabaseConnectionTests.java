package dev.florin.web.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DatabaseConnectionTests {

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void theFirstConnectionIsAskedForBeforeTheServiceIsReadyAndNotWaitedForIfThereIsNone() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DatabaseConnectionAutoConfiguration.class))
        .withBean(HikariDataSource.class, Unreachable::new)
        .run(
            running -> {
              running.getBean(ApplicationRunner.class).run(new DefaultApplicationArguments());

              assertThat(asked).hasValue(1);
            });
  }

  private final class Unreachable extends HikariDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      asked.incrementAndGet();
      throw new SQLException("nobody is there");
    }
  }
}
