package dev.florin.web.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A service opens its first connection before it says that it is ready, since the first request's
 * budget may be less than that takes. Without one it starts all the same and answers for itself.
 */
@AutoConfiguration
public final class DatabaseConnectionAutoConfiguration {

  private static final Logger log =
      LoggerFactory.getLogger(DatabaseConnectionAutoConfiguration.class);

  @Bean
  ApplicationRunner connectedDatabase(ObjectProvider<DataSource> databases) {
    return _ -> {
      for (DataSource database : databases) {
        open(database);
      }
    };
  }

  private static void open(DataSource database) {
    try (Connection _ = database.getConnection()) {
      log.debug("the database is connected");
    } catch (SQLException e) {
      log.warn("the database does not answer yet: {}", e.getMessage());
    }
  }
}
