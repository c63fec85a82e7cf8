package dev.florin.web.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DatabasePasswordTests {

  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(DatabasePasswordAutoConfiguration.class))
          .withBean(
              HikariDataSource.class,
              () -> {
                HikariDataSource pool = new HikariDataSource();
                pool.setUsername("florin_account");
                pool.setPassword("first");
                return pool;
              });

  @Test
  void passwordIsReadAgainForEveryConnection(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "second\n");

    context
        .withPropertyValues("florin.database.password-file=" + file)
        .run(
            running -> {
              var credentials = running.getBean(HikariDataSource.class).getCredentialsProvider();
              assertThat(credentials.getCredentials().getPassword()).isEqualTo("second");

              Files.writeString(file, "third");

              assertThat(credentials.getCredentials().getPassword()).isEqualTo("third");
              assertThat(credentials.getCredentials().getUsername()).isEqualTo("florin_account");
            });
  }

  @Test
  void withoutAFileThePasswordStays() {
    context
        .withPropertyValues("florin.database.password-file=")
        .run(
            running ->
                assertThat(running.getBean(HikariDataSource.class).getCredentialsProvider())
                    .isNull());
  }
}
