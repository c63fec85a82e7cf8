package dev.florin.localstack.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The port base of the running stack, so that later commands find it without being told again. */
public final class PortMemory {
  private PortMemory() {}

  /** The base of the stack that runs in this home, or the usual one. */
  public static int base(FlorinHome home) {
    try {
      return Integer.parseInt(Files.readString(file(home)).strip());
    } catch (IOException | NumberFormatException e) {
      return PortPlan.DEFAULT_BASE;
    }
  }

  public static void keep(FlorinHome home, PortPlan ports) {
    try {
      Files.writeString(file(home), Integer.toString(ports.base()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note the ports", e);
    }
  }

  public static void forget(FlorinHome home) {
    try {
      Files.deleteIfExists(file(home));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot forget the ports", e);
    }
  }

  private static Path file(FlorinHome home) {
    return home.run("port-base");
  }
}
