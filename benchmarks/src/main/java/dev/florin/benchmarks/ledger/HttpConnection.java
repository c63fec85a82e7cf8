package dev.florin.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection and the answer that is coming in on it. */
final class HttpConnection implements AutoCloseable {

  private static final int ANSWER_BYTES = 16 * 1024;
  private static final String LAST_CHUNK = "0\r\n\r\n";

  private static final String LAST_ANSWER = "\r\nConnection: close\r\n";

  private final SocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(ANSWER_BYTES);
  private String answer = "";
  private long sentNanos;

  private HttpConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static HttpConnection open(SocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.configureBlocking(false);
    return new HttpConnection(channel);
  }

  void register(Selector selector) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends a request, which fits the socket's buffer. */
  void send(byte[] request) throws IOException {
    received.clear();
    sentNanos = System.nanoTime();
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Takes what has come; whether the answer is complete. */
  boolean receive() throws IOException {
    if (channel.read(received) < 0) {
      throw new EOFException("closed before it answered: " + answer);
    }
    answer = new String(received.array(), 0, received.position(), ISO_8859_1);
    return isComplete(answer);
  }

  long sentNanos() {
    return sentNanos;
  }

  /** Whether the server closes the connection behind the answer. */
  boolean isLast() {
    return answer.contains(LAST_ANSWER);
  }

  /** The head and what has come of the body. */
  String answer() {
    return answer;
  }

  /** Answers are small: most come in one piece, and are looked at once. */
  static boolean isComplete(String answer) {
    int headEnd = answer.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return false;
    }
    int length = contentLength(answer, headEnd);
    return length < 0
        ? answer.endsWith(LAST_CHUNK)
        : answer.length() >= headEnd + "\r\n\r\n".length() + length;
  }

  /** -1 if the body comes in chunks. */
  private static int contentLength(String answer, int headEnd) {
    String name = "content-length:";
    for (int at = answer.indexOf("\r\n"); at < headEnd; at = answer.indexOf("\r\n", at + 2)) {
      int from = at + 2;
      if (answer.regionMatches(true, from, name, 0, name.length())) {
        int end = answer.indexOf("\r\n", from);
        return Integer.parseInt(answer.substring(from + name.length(), end).strip());
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
