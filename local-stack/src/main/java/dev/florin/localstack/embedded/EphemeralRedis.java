package dev.florin.localstack.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis for tests: one server per JVM, started when it is asked for first and gone with the
 * JVM. All tests of a JVM share its keys.
 */
public final class EphemeralRedis {
  private static final int ATTEMPTS = 3;
  private static @Nullable String url;

  private EphemeralRedis() {}

  /** The server's address, {@code redis://127.0.0.1:port}. */
  public static synchronized String url() {
    String started = url;
    if (started == null) {
      started = start();
      url = started;
    }
    return started;
  }

  private static String start() {
    try {
      RedisServer server = new RedisServer(EphemeralFolders.servers());
      String output = "";
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Path folder = EphemeralFolders.own("redis");
        int port = FreePort.find();
        Leash leash = Leash.start(folder, server.command(port, settings(folder)));
        if (leash.awaitReady(pid -> RedisServer.answers(port))) {
          return "redis://127.0.0.1:" + port;
        }
        output = leash.output();
      }
      throw new ServerException("Redis did not start: " + output);
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not start", e);
    }
  }

  private static Map<String, String> settings(Path folder) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dir", folder.toString());
    settings.put("save", "");
    settings.put("appendonly", "no");
    return settings;
  }
}
