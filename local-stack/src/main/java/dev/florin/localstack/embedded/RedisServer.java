package dev.florin.localstack.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis server on the loopback interface: its command line and whether it answers. */
public final class RedisServer {
  private static final int TIMEOUT_MILLIS = 1000;

  private final UnpackedServers servers;

  public RedisServer(UnpackedServers servers) {
    this.servers = servers;
  }

  /** The command line of the server; settings as in redis.conf. */
  public List<String> command(int port, Map<String, String> settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                servers.redis().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--set-proc-title",
                "no"));
    settings.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    return List.copyOf(command);
  }

  /** Whether a Redis answers at the port; one that still loads its data does not count. */
  public static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }
}
