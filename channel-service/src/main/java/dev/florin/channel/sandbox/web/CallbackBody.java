package dev.florin.channel.sandbox.web;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the body of a callback, whose sender is not known yet: no more than an honest one has, and
 * for no longer than one takes. The server limits the wait for each piece; a sender that dribbles
 * is left when the whole takes too long.
 */
final class CallbackBody {

  static final int MOST_BYTES = 16 * 1024;

  static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(CallbackBody.class);

  private static final int PIECE = 4096;

  private CallbackBody() {}

  /**
   * Reads it.
   *
   * @param nanoTime tells the time that passes
   * @throws ProblemException 413 if it is too large, 408 if it does not arrive in time
   */
  static byte[] read(InputStream body, LongSupplier nanoTime) {
    long start = nanoTime.getAsLong();
    var bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    try {
      for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
        bytes.write(piece, 0, count);
        if (bytes.size() > MOST_BYTES) {
          throw new ProblemException(CommonError.PAYLOAD_TOO_LARGE, "the body is too large");
        }
        if (nanoTime.getAsLong() - start > LONGEST.toNanos()) {
          throw tooSlow();
        }
      }
    } catch (IOException e) {
      LOG.warn("The body of a callback broke off: {}", e.getClass().getSimpleName());
      throw tooSlow();
    }
    return bytes.toByteArray();
  }

  private static ProblemException tooSlow() {
    return new ProblemException(CallbackError.REQUEST_TIMEOUT, "the body did not arrive in time");
  }
}
