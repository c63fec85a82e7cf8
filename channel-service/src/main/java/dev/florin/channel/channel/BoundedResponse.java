package dev.florin.channel.channel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer whose body ends in an error beyond a size that no honest answer has. */
final class BoundedResponse implements ClientHttpResponse {

  static final int MAX_BYTES = 64 * 1024;

  private final ClientHttpResponse response;

  BoundedResponse(ClientHttpResponse response) {
    this.response = response;
  }

  @Override
  public HttpStatusCode getStatusCode() throws IOException {
    return response.getStatusCode();
  }

  @Override
  public String getStatusText() throws IOException {
    return response.getStatusText();
  }

  @Override
  public HttpHeaders getHeaders() {
    return response.getHeaders();
  }

  @Override
  public InputStream getBody() throws IOException {
    return new BoundedStream(response.getBody());
  }

  @Override
  public void close() {
    response.close();
  }

  private static final class BoundedStream extends FilterInputStream {

    private int left = MAX_BYTES;

    BoundedStream(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      count(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
      }
    }
  }
}
