package dev.florin.web.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** An entry of a service's error catalogue; implemented by one enum per service. */
public interface ErrorCode {

  /** The enum constant's name. */
  String name();

  /** The HTTP status of the answer. */
  HttpStatus status();

  /** Whether the request had, or may have had, an effect. */
  Certainty certainty();

  /** Whether the same request may succeed when it is sent again. */
  default boolean retryable() {
    return status().is5xxServerError() || status() == HttpStatus.TOO_MANY_REQUESTS;
  }

  /** The code as clients see it: the constant's name in lower case. */
  default String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The problem type: a stable name, not an address. */
  default URI type() {
    return URI.create("urn:florin:problem:" + code());
  }

  /** The constant's name as a phrase, such as {@code Insufficient funds}. */
  default String title() {
    String words = code().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
