package dev.florin.web.database;

import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The pool is filled before a service says that it is ready. It fills itself for the first who asks
 * for a connection, and the first request's budget may be less than that takes.
 */
@AutoConfiguration
public final class DatabaseConnectionAutoConfiguration {

  @Bean
  ApplicationRunner connectedDatabase(ObjectProvider<DataSource> databases) {
    return _ -> {
      for (DataSource database : databases) {
        try (Connection connection = database.getConnection()) {
          connection.isValid(0);
        }
      }
    };
  }
}
