package dev.florin.localstack.stack;

import java.util.Map;

/**
 * Which port belongs to which part. All ports move together by the distance of the base from 8080.
 */
public record PortPlan(int base) {
  public static final int DEFAULT_BASE = 8080;

  private static final int MANAGEMENT_DISTANCE = 1000;
  private static final int HIGHEST_DEFAULT = 19093;
  private static final int HIGHEST = 65535;

  public PortPlan {
    if (base < 1024 || base > HIGHEST - (HIGHEST_DEFAULT - DEFAULT_BASE)) {
      throw new IllegalArgumentException(
          "FLORIN_PORT_BASE must be between 1024 and %d, not %d"
              .formatted(HIGHEST - (HIGHEST_DEFAULT - DEFAULT_BASE), base));
    }
  }

  /** The base named in the environment, else the one given. */
  public static PortPlan from(Map<String, String> environment, int otherwise) {
    String text = environment.getOrDefault("FLORIN_PORT_BASE", "").strip();
    if (text.isEmpty()) {
      return new PortPlan(otherwise);
    }
    try {
      return new PortPlan(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("FLORIN_PORT_BASE is not a number: " + text, e);
    }
  }

  public int of(Service service) {
    return base + service.offset();
  }

  public int managementOf(Service service) {
    return of(service) + MANAGEMENT_DISTANCE;
  }

  public int postgres() {
    return moved(15432);
  }

  public int redis() {
    return moved(16379);
  }

  public int kafka() {
    return moved(19092);
  }

  int kafkaController() {
    return moved(HIGHEST_DEFAULT);
  }

  public int zipkin() {
    return moved(9411);
  }

  public int otlp() {
    return moved(4318);
  }

  private int moved(int port) {
    return port + base - DEFAULT_BASE;
  }
}
