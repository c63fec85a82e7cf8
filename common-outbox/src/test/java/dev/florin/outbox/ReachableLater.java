package dev.florin.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An address at which nobody answers until it is opened; from then on it leads to the broker. A
 * client that finds the broker there learns the broker's own address and keeps to that.
 */
final class ReachableLater implements AutoCloseable {

  private final int port;
  private ServerSocket entrance = new ServerSocket();

  ReachableLater() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  void open() throws IOException {
    entrance.setReuseAddress(true);
    entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        var broker = TestBroker.address().split(":", 2);
        var server = new Socket(broker[0], Integer.parseInt(broker[1]));
        Thread.ofVirtual().start(() -> copy(client, server));
        Thread.ofVirtual().start(() -> copy(server, client));
      }
    } catch (IOException e) {
      // The entrance is closed: the test is over.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
