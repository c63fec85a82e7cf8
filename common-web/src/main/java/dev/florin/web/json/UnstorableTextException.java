package dev.florin.web.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** Text with the character U+0000, which PostgreSQL has no room for. */
public final class UnstorableTextException extends MismatchedInputException {

  private static final long serialVersionUID = 1L;

  UnstorableTextException(JsonParser parser) {
    super(parser, "text has no character U+0000", String.class);
  }
}
