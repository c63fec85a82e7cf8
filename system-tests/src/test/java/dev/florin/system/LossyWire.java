package dev.florin.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire to a server that carries every request and loses every answer when it has come. */
final class LossyWire implements AutoCloseable {

  private final URI server;
  private final ServerSocket listener;
  private final AtomicInteger lost = new AtomicInteger();

  LossyWire(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The server's address, as seen through this wire. */
  URI address() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** How many answers were lost. */
  int lost() {
    return lost.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        Thread.ofVirtual().start(() -> carry(near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void carry(Socket near) {
    try (near;
        Socket far = new Socket(server.getHost(), server.getPort())) {
      Thread.ofVirtual().start(() -> send(near, far));
      if (far.getInputStream().read() >= 0) {
        lost.incrementAndGet();
        // A reset: the client cannot mistake it for an answer's end.
        near.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(Socket near, Socket far) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = near.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        far.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException ended) {
      // Either side has closed: there is nothing left to carry.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
