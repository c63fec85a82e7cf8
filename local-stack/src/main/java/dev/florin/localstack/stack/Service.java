package dev.florin.localstack.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The platform's own services, in the order in which they are started. */
public enum Service {
  IDENTITY("identity", "identity-service", 1, "identity", 96, "postgres"),
  SANDBOX_PSP("sandbox-psp", "sandbox-psp", 10, "sandbox", 96, "postgres"),
  RISK("risk", "risk-service", 4, "risk", 128, "postgres redis"),
  ACCOUNT("account", "account-service", 3, "account", 160, "postgres kafka"),
  CHANNEL("channel", "channel-service", 5, "channel", 144, "postgres kafka"),
  NOTIFICATION("notification", "notification-service", 6, "notification", 128, "postgres kafka"),
  PAYMENT("payment", "payment-service", 2, "payment", 160, "postgres redis kafka"),
  GATEWAY("gateway", "gateway", 0, null, 160, "redis");

  private final String part;
  private final String module;
  private final int offset;
  private final @Nullable String database;
  private final int heapMegabytes;
  private final String needs;

  Service(
      String part,
      String module,
      int offset,
      @Nullable String database,
      int heapMegabytes,
      String needs) {
    this.part = part;
    this.module = module;
    this.offset = offset;
    this.database = database;
    this.heapMegabytes = heapMegabytes;
    this.needs = needs;
  }

  /** The name on the command line, in logs and in status. */
  public String part() {
    return part;
  }

  /** The Maven module and {@code spring.application.name}. */
  public String module() {
    return module;
  }

  int offset() {
    return offset;
  }

  /** The short name of its database, as in status. */
  Optional<String> database() {
    return Optional.ofNullable(database);
  }

  /** How its JVM is set up, but for what makes it start faster. */
  public List<String> jvmOptions() {
    return Stream.concat(
            Stream.of("-Xmx%dm".formatted(heapMegabytes)), JavaProgram.SETTINGS.stream())
        .toList();
  }

  int heapMegabytes() {
    return heapMegabytes;
  }

  List<String> needs() {
    return List.of(needs.split(" ", -1));
  }

  /** The environment variable by which others learn its address. */
  String addressVariable() {
    return "FLORIN_" + name() + "_URL";
  }

  static List<String> databases() {
    return Arrays.stream(values()).flatMap(service -> service.database().stream()).toList();
  }
}
