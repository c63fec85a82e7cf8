package dev.florin.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between two processes and can make one seem to hang, or to be gone. */
final class TcpProxy implements AutoCloseable {

  private static final int BUFFER = 8192;

  private final ServerSocket server;
  private final int target;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ReentrantLock gate = new ReentrantLock();
  private final Condition opened = gate.newCondition();
  private boolean hanging;

  private TcpProxy(int port, int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static TcpProxy to(int target) throws IOException {
    return new TcpProxy(0, target);
  }

  /** Another one where one was before. */
  static TcpProxy between(int port, int target) throws IOException {
    return new TcpProxy(port, target);
  }

  int port() {
    return server.getLocalPort();
  }

  void hang() {
    setHanging(true);
  }

  void goOn() {
    setHanging(false);
  }

  private void setHanging(boolean value) {
    gate.lock();
    try {
      hanging = value;
      opened.signalAll();
    } finally {
      gate.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket other = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(other);
        Thread.ofVirtual().start(() -> copy(client, other));
        Thread.ofVirtual().start(() -> copy(other, client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        awaitOpen();
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException closed) {
      // Either side has gone.
    }
  }

  private void awaitOpen() {
    gate.lock();
    try {
      while (hanging) {
        opened.awaitUninterruptibly();
      }
    } finally {
      gate.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    goOn();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
