package dev.florin.web.security;

import org.springframework.security.core.AuthenticationException;

/** Nobody can say whether a token is good: that is our fault, not the token's. */
final class KeysUnavailableException extends AuthenticationException {

  private static final long serialVersionUID = 1L;

  KeysUnavailableException(Throwable cause) {
    super("the keys that sign tokens cannot be had", cause);
  }
}
