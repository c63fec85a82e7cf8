package dev.florin.localstack.embedded;

import java.util.Locale;

/** The processor families for which the servers' executables are carried. */
enum Platform {
  AMD64("postgres-linux-x86_64.txz", "redis-server-6.2.6-v5-linux-amd64"),
  ARM64("postgres-linux-arm_64.txz", "redis-server-6.2.7-linux-arm64");

  private final String postgresArchive;
  private final String redisExecutable;

  Platform(String postgresArchive, String redisExecutable) {
    this.postgresArchive = postgresArchive;
    this.redisExecutable = redisExecutable;
  }

  static Platform current() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return of(system, processor);
  }

  static Platform of(String system, String processor) {
    if (system.contains("linux")) {
      switch (processor) {
        case "amd64", "x86_64" -> {
          return AMD64;
        }
        case "aarch64", "arm64" -> {
          return ARM64;
        }
        default -> {}
      }
    }
    throw new ServerException(
        "Florin runs on Linux on amd64 (x86_64) or arm64 (aarch64), not on %s (%s)"
            .formatted(system, processor));
  }

  String postgresArchive() {
    return postgresArchive;
  }

  String redisExecutable() {
    return redisExecutable;
  }
}
