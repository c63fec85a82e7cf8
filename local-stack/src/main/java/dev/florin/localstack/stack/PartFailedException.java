package dev.florin.localstack.stack;

import java.nio.file.Path;

/** A part did not become healthy; the message tells why as far as its log does. */
public final class PartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartFailedException(String part, String what, Path log) {
    super(
        """
        %s %s
          %s
          whole log: %s"""
            .formatted(part, what, LogFile.lastRelevantLine(log), log));
  }

  PartFailedException(String part, Throwable cause) {
    super("%s cannot be started: %s".formatted(part, cause.getMessage()), cause);
  }
}
