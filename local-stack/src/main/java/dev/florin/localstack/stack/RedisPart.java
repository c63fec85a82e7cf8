package dev.florin.localstack.stack;

import dev.florin.localstack.embedded.RedisServer;
import dev.florin.localstack.embedded.UnpackedServers;
import dev.florin.localstack.process.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Redis with an append-only file. */
final class RedisPart implements Part {
  static final String NAME = "redis";

  private final FlorinHome home;
  private final PortPlan ports;

  RedisPart(FlorinHome home, PortPlan ports) {
    this.home = home;
    this.ports = ports;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int port() {
    return ports.redis();
  }

  @Override
  public List<Integer> ports() {
    return List.of(port());
  }

  @Override
  public void prepare() {
    try {
      Files.createDirectories(home.data(NAME));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + home.data(NAME), e);
    }
  }

  @Override
  public Launch launch() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dir", marker(home));
    settings.put("appendonly", "yes");
    settings.put("appendfsync", "everysec");
    settings.put("save", "");
    settings.put("maxmemory", "128mb");
    settings.put("maxmemory-policy", "noeviction");
    settings.put("loglevel", "notice");
    List<String> command =
        new RedisServer(new UnpackedServers(home.servers())).command(port(), settings);
    return new Launch(marker(home), command, Map.of(), home.root());
  }

  @Override
  public boolean isHealthy(long pid) {
    return RedisServer.answers(port());
  }

  static String marker(FlorinHome home) {
    return home.data(NAME).toString();
  }
}
