package dev.florin.gateway.route;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** An answer whose beginning has been read already. */
final class ContinuedEntity extends HttpEntityWrapper {

  private final byte[] head;
  private final HttpEntity rest;

  ContinuedEntity(byte[] head, HttpEntity rest) {
    super(rest);
    this.head = head;
    this.rest = rest;
  }

  @Override
  public InputStream getContent() throws IOException {
    return new SequenceInputStream(new ByteArrayInputStream(head), rest.getContent());
  }
}
