package dev.florin.localstack.stack;

import dev.florin.localstack.embedded.PostgresServer;
import dev.florin.localstack.embedded.UnpackedServers;
import dev.florin.localstack.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
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
    List<String> command = server().command(port(), settings());
    return new Launch(marker(home), command, Map.of(), Path.of("/"));
  }

  @Override
  public boolean isHealthy(long pid) {
    return server().isReady(pid);
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

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    settings.put("shared_buffers", "128MB");
    settings.put("max_connections", "200");
    settings.put("io_method", "sync");
    settings.put("max_wal_size", "1GB");
    settings.put("checkpoint_timeout", "15min");
    settings.put("wal_compression", "on");
    settings.put("jit", "off");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_line_prefix", "%m %d ");
    settings.put("log_checkpoints", "off");
    return settings;
  }
}
