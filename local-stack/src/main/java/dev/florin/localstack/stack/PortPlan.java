package dev.florin.localstack.stack;

import java.util.Map;

/**
 * Which port belongs to which part. All ports move together by the distance of the base from 8080.
 */
public record PortPlan(int base) {
  public static final int DEFAULT_BASE = 8080;

  private static final int MANAGEMENT_DISTANCE = 1000;
  private static final int LOWEST_DEFAULT = 4318;
  private static final int HIGHEST_DEFAULT = 19093;
  private static final int LOWEST_BASE = 1024 + DEFAULT_BASE - LOWEST_DEFAULT;
  private static final int HIGHEST_BASE = 65535 + DEFAULT_BASE - HIGHEST_DEFAULT;

  public PortPlan {
    if (base < LOWEST_BASE || base > HIGHEST_BASE) {
      throw new IllegalArgumentException(
          "FLORIN_PORT_BASE must be between %d and %d, not %d: other ports lie %d below to %d above"
              .formatted(
                  LOWEST_BASE,
                  HIGHEST_BASE,
                  base,
                  DEFAULT_BASE - LOWEST_DEFAULT,
                  HIGHEST_DEFAULT - DEFAULT_BASE));
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
    return moved(LOWEST_DEFAULT);
  }

  private int moved(int port) {
    return port + base - DEFAULT_BASE;
  }
}
