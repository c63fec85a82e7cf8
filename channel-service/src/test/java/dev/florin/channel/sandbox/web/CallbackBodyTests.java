package dev.florin.channel.sandbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.florin.web.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class CallbackBodyTests {

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void anHonestBodyIsReadAsItCame() {
    byte[] sent = "{\"type\":\"charge.decided\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(CallbackBody.read(new ByteArrayInputStream(sent), nanos::get)).isEqualTo(sent);
  }

  @Test
  void aSenderThatDribblesIsLeftInTime() {
    var dribble = new Dribble(Duration.ofSeconds(1));

    assertThat(statusOf(dribble)).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
    assertThat(dribble.sent).isEqualTo(6);
  }

  @Test
  void aSenderThatFallsSilentIsAnsweredLikeOneThatDribbles() {
    var silent =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketTimeoutException();
          }

          @Override
          public int read(byte[] piece, int offset, int length) throws IOException {
            throw new SocketTimeoutException();
          }
        };

    assertThat(statusOf(silent)).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
  }

  @Test
  void noMoreIsReadThanAnHonestBodyHas() {
    var endless = new Dribble(Duration.ZERO);

    assertThat(statusOf(endless)).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
    assertThat(endless.sent).isEqualTo(CallbackBody.MOST_BYTES + 1);
  }

  private HttpStatus statusOf(InputStream body) {
    Throwable refused = catchThrowable(() -> CallbackBody.read(body, nanos::get));
    return ((ProblemException) refused).errorCode().status();
  }

  /** Sends byte by byte, without end. */
  private final class Dribble extends InputStream {

    private final Duration pause;
    private int sent;

    Dribble(Duration pause) {
      this.pause = pause;
    }

    @Override
    public int read() {
      nanos.addAndGet(pause.toNanos());
      sent++;
      return 'x';
    }

    @Override
    public int read(byte[] piece, int offset, int length) {
      piece[offset] = (byte) read();
      return 1;
    }
  }
}
