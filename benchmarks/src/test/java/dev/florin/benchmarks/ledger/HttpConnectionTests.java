package dev.florin.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTests {

  private static final String LENGTH = "HTTP/1.1 200 \r\ncontent-length: 4\r\nDate: now\r\n\r\n";
  private static final String CHUNKS = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {LENGTH + "{\"a\"", CHUNKS + "2\r\n{}\r\n0\r\n\r\n"})
  void knowsACompleteAnswer(String answer) {
    assertThat(HttpConnection.isComplete(answer)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 \r\nconte",
        LENGTH,
        LENGTH + "{",
        CHUNKS,
        CHUNKS + "2\r\n{}\r\n"
      })
  void waitsForTheRest(String answer) {
    assertThat(HttpConnection.isComplete(answer)).isFalse();
  }
}
