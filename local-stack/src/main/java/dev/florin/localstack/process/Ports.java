package dev.florin.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalLong;

/** Loopback ports: free, taken and by whom. */
public final class Ports {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CONNECT_MILLIS = 500;
  private static final int COMMAND_LENGTH = 80;

  private Ports() {}

  /** Refuses a port on which the part could not listen. */
  public static void requireFree(int port, String part) {
    // A process that has just ended holds its sockets a moment longer than its name.
    if (!Waiting.until(GRACE, PAUSE, () -> isFree(port))) {
      throw new PortInUseException(port, part, holder(port));
    }
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String holder(int port) {
    OptionalLong pid = ProcessTable.listenerOn(port);
    if (pid.isEmpty()) {
      return "a process of another user";
    }
    String command = String.join(" ", ProcessTable.arguments(pid.getAsLong()));
    String shown =
        command.length() > COMMAND_LENGTH ? command.substring(0, COMMAND_LENGTH) + "…" : command;
    return "process %d (%s)".formatted(pid.getAsLong(), shown.strip());
  }
}
