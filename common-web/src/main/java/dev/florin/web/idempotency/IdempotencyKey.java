package dev.florin.web.idempotency;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ErrorCode;
import dev.florin.web.problem.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client's name for one request: 1 to 255 printable ASCII characters.
 *
 * @param value the characters as they were sent
 */
public record IdempotencyKey(String value) {

  /** The header it is sent in. */
  public static final String HEADER = "Idempotency-Key";

  /** The field of the body that is read when there is no header. */
  public static final String FIELD = "idempotency_key";

  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,255}");

  /** Refuses what is not printable ASCII of that length, or is blank. */
  public IdempotencyKey {
    if (!PRINTABLE.matcher(value).matches() || value.isBlank()) {
      throw invalid(
          CommonError.IDEMPOTENCY_KEY_INVALID,
          "the idempotency key must be 1 to 255 printable ASCII characters");
    }
  }

  /**
   * The key of a request.
   *
   * @param headers every value of the header that was sent
   * @param field the body's field, if it was sent
   * @throws ProblemException 400 if there is none, or more than one that differ
   */
  public static IdempotencyKey of(List<String> headers, @Nullable String field) {
    Set<String> sent = new LinkedHashSet<>(headers);
    if (field != null) {
      sent.add(field);
    }
    if (sent.isEmpty()) {
      throw invalid(
          CommonError.IDEMPOTENCY_KEY_REQUIRED,
          "send an Idempotency-Key header, so that a repeated request pays once");
    }
    if (sent.size() > 1) {
      throw invalid(
          CommonError.IDEMPOTENCY_KEY_INVALID,
          headers.size() > 1
              ? "send one Idempotency-Key header"
              : "the header Idempotency-Key and the field idempotency_key differ");
    }
    return new IdempotencyKey(sent.iterator().next());
  }

  private static ProblemException invalid(ErrorCode error, String detail) {
    return new ProblemException(error, detail).param(FIELD);
  }
}
