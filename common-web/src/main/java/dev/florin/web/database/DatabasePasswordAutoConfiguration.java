package dev.florin.web.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where {@code florin.database.password-file} names a file, the database's password is read from it
 * for each new connection. PostgreSQL asks for a password when a connection is made and never
 * again, so a change of both refuses nobody. Without the file {@code spring.datasource.password} is
 * good for the process's life.
 */
@AutoConfiguration
@ConditionalOnClass(HikariDataSource.class)
public final class DatabasePasswordAutoConfiguration {

  private static final String PASSWORD_FILE = "florin.database.password-file";

  @Bean
  static BeanPostProcessor databasePasswordFromFile(Environment environment) {
    return new PasswordFromFile(environment.getProperty(PASSWORD_FILE, ""));
  }

  /** Before the pool is wrapped by whoever observes it. */
  private record PasswordFromFile(String file) implements BeanPostProcessor, PriorityOrdered {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
      if (bean instanceof HikariDataSource pool && StringUtils.hasText(file)) {
        String user = pool.getUsername();
        Path path = Path.of(file);
        pool.setCredentialsProvider(() -> Credentials.of(user, read(path)));
      }
      return bean;
    }

    @Override
    public int getOrder() {
      return Ordered.HIGHEST_PRECEDENCE;
    }

    private static String read(Path file) {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the database's password", e);
      }
    }
  }
}
