package dev.florin.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.process.PortInUseException;
import dev.florin.localstack.process.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableServersIT {
  @TempDir Path folder;

  private Stack stack;
  private Startup startup;

  @BeforeEach
  void aHomeOfItsOwn() {
    FlorinHome home = new FlorinHome(folder.resolve("home"));
    home.create();
    stack = new Stack(home, freePorts(), Path.of(".."));
    startup = new Startup(stack, line -> {});
  }

  @AfterEach
  void stopEverything() {
    new Shutdown(stack, line -> {}).run();
  }

  @Test
  void dataSurviveAStop() throws SQLException {
    startup.start(part("postgres"));
    execute("CREATE TABLE kept AS SELECT 42 AS answer");

    new Shutdown(stack, line -> {}).run();
    startup.start(part("postgres"));

    assertThat(ask("SELECT answer FROM kept")).isEqualTo("42");
    assertThat(ask("SHOW fsync")).isEqualTo("on");
  }

  @Test
  void dataSurviveACrash() throws SQLException {
    startup.start(part("postgres"));
    execute("CREATE TABLE kept AS SELECT 42 AS answer");

    stack.process(part("postgres")).kill();
    startup.start(part("postgres"));

    assertThat(ask("SELECT answer FROM kept")).isEqualTo("42");
  }

  @Test
  void whatRunsWellIsKept() {
    startup.start(part("redis"));
    assertThat(PortMemory.base(stack.home())).isEqualTo(stack.ports().base());
    long pid = stack.process(part("redis")).running().orElseThrow().pid();

    startup.start(part("redis"));

    assertThat(stack.process(part("redis")).running().orElseThrow().pid()).isEqualTo(pid);
  }

  @Test
  void aTakenPortIsAClearMessage() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(stack.ports().redis(), 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> startup.start(part("redis")))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + ", which redis needs");
      assertThat(PortMemory.base(stack.home())).isEqualTo(PortPlan.DEFAULT_BASE);
    }
  }

  @Test
  void onlyOneLauncherAtATimeChangesAHome() {
    try (StackLock _ = StackLock.take(stack.home())) {
      assertThatThrownBy(() -> StackLock.take(stack.home()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private Part part(String name) {
    return stack.part(name).orElseThrow();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private Connection connect() throws SQLException {
    Database database = stack.databases().of("payment");
    return DriverManager.getConnection(database.url(), database.username(), database.password());
  }

  private static PortPlan freePorts() {
    SplittableRandom random = new SplittableRandom();
    while (true) {
      PortPlan ports = new PortPlan(random.nextInt(10_000, 20_000));
      if (List.of(ports.postgres(), ports.redis()).stream().allMatch(Ports::isFree)) {
        return ports;
      }
    }
  }
}
