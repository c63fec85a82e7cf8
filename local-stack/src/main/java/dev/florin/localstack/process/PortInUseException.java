package dev.florin.localstack.process;

/** A port that a part needs belongs to somebody else. */
public final class PortInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PortInUseException(int port, String part, String holder) {
    super(
        """
        port %d, which %s needs, is taken by %s.
        Stop that process, or move the whole stack: FLORIN_PORT_BASE=18080 ./florin up"""
            .formatted(port, part, holder));
  }
}
