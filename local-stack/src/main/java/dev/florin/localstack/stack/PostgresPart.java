package dev.florin.localstack.stack;

import dev.florin.localstack.embedded.PostgresServer;
import dev.florin.localstack.embedded.UnpackedServers;
import dev.florin.localstack.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** PostgreSQL with full durability, and the databases of all services in it. */
final class PostgresPart implements Part {
  static final String NAME = "postgres";

  private final FlorinHome home;
  private final PortPlan ports;
  private final Databases databases;
  private final Secrets secrets;

  PostgresPart(FlorinHome home, PortPlan ports, Databases databases, Secrets secrets) {
    this.home = home;
    this.ports = ports;
    this.databases = databases;
    this.secrets = secrets;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int port() {
    return ports.postgres();
  }

  @Override
  public List<Integer> ports() {
    return List.of(port());
  }

  @Override
  public void prepare() {
    server().initialise(secrets.postgresAdministrator());
  }

  @Override
  public Launch launch() {
    List<String> command = server().command(port(), PostgresSettings.durable());
    return new Launch(marker(home), command, Map.of(), Path.of("/"));
  }

  @Override
  public boolean isHealthy(long pid) {
    return server().isReady(pid) && databases.answer();
  }

  @Override
  public void furnish() {
    databases.create();
  }

  /** A fast shutdown: sessions are ended, everything is written. */
  @Override
  public String stopSignal() {
    return "INT";
  }

  @Override
  public Duration stopLimit() {
    return Duration.ofSeconds(30);
  }

  static String marker(FlorinHome home) {
    return home.data(NAME).toString();
  }

  private PostgresServer server() {
    return new PostgresServer(new UnpackedServers(home.servers()), home.data(NAME));
  }
}
