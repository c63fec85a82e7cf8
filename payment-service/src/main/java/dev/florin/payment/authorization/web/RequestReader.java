package dev.florin.payment.authorization.web;

import dev.florin.money.Money;
import dev.florin.payment.idempotency.Fingerprint;
import dev.florin.payment.payment.ExternalNames;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.CaptureMethod;
import dev.florin.payment.payment.Payment.Method;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Checks a request field by field; the first one that is wrong is named. */
@Component
class RequestReader {

  static final String TOKEN_PATTERN = "tok_[A-Za-z0-9_]{1,60}";
  static final int MAX_DESCRIPTION = 500;

  private static final Pattern TOKEN = Pattern.compile(TOKEN_PATTERN);
  private static final int MAX_METADATA_ENTRIES = 50;
  private static final int MAX_METADATA_NAME = 40;
  private static final int MAX_METADATA_VALUE = 500;

  private final JsonMapper json;

  RequestReader(JsonMapper json) {
    this.json = json;
  }

  /**
   * What is asked for.
   *
   * @throws ProblemException 400 that names the field
   * @throws dev.florin.money.InvalidMoneyException for the amount or the currency
   */
  Payment.Terms terms(PaymentRequest request, String merchantId) {
    refuseCardNumbers(request);
    String paymentId =
        request.paymentId() == null ? newPaymentId() : name("payment_id", request.paymentId());
    String userId = name("user_id", required("user_id", request.userId()));
    Money amount =
        Money.parse(required("amount", request.amount()), required("currency", request.currency()));
    return new Payment.Terms(
        merchantId,
        paymentId,
        userId,
        amount,
        method(required("payment_method", request.paymentMethod())),
        captureMethod(request.captureMethod()),
        token(request.paymentToken()),
        description(request.description()),
        metadata(request.metadata()));
  }

  /** What the request means, however it was written. */
  Fingerprint fingerprint(PaymentRequest request, Payment.Terms terms) {
    SortedMap<String, @Nullable Object> canonical = new TreeMap<>();
    canonical.put("payment_id", request.paymentId());
    canonical.put("user_id", terms.userId());
    canonical.put("amount", terms.amount().minorUnits());
    canonical.put("currency", terms.amount().currencyCode());
    canonical.put("payment_method", terms.method().wireName());
    canonical.put("payment_token", terms.token());
    canonical.put("capture_method", terms.captureMethod().wireName());
    canonical.put("description", terms.description());
    canonical.put("metadata", terms.metadata());
    return Fingerprint.of(json.writeValueAsString(canonical));
  }

  private static void refuseCardNumbers(PaymentRequest request) {
    CardNumbers.refuse("payment_id", request.paymentId());
    CardNumbers.refuse("user_id", request.userId());
    CardNumbers.refuse("currency", request.currency());
    CardNumbers.refuse("payment_method", request.paymentMethod());
    CardNumbers.refuse("capture_method", request.captureMethod());
    CardNumbers.refuse("description", request.description());
    CardNumbers.refuseWithin("metadata", request.metadata());
    if (request.others() != null) {
      request
          .others()
          .forEach((name, value) -> CardNumbers.refuseWithin(name, Arrays.asList(name, value)));
    }
    // A token may be made of a test card's digits; without its prefix it is a card number.
    String token = request.paymentToken();
    if (token != null && !TOKEN.matcher(token).matches()) {
      CardNumbers.refuse("payment_token", token);
    }
  }

  private static String newPaymentId() {
    return "pay_" + UUID.randomUUID();
  }

  private static String required(String param, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw invalid(param, "is required");
    }
    return value;
  }

  private static String name(String param, String value) {
    if (!ExternalNames.isName(value)) {
      throw invalid(param, ExternalNames.RULE);
    }
    return value;
  }

  private static Method method(String name) {
    return Method.of(name)
        .orElseThrow(
            () ->
                invalid(
                    "payment_method", "must be credit_card, debit_card, wallet or bank_transfer"));
  }

  private static CaptureMethod captureMethod(@Nullable String name) {
    return name == null
        ? CaptureMethod.AUTOMATIC
        : CaptureMethod.of(name)
            .orElseThrow(() -> invalid("capture_method", "must be automatic or manual"));
  }

  private static @Nullable String token(@Nullable String token) {
    if (token != null && !TOKEN.matcher(token).matches()) {
      throw invalid("payment_token", "must be a token: tok_ and up to 64 letters or digits");
    }
    return token;
  }

  private static @Nullable String description(@Nullable String text) {
    return text == null ? null : text("description", text, MAX_DESCRIPTION);
  }

  private static SortedMap<String, String> metadata(@Nullable Map<String, @Nullable String> sent) {
    SortedMap<String, String> metadata = new TreeMap<>();
    if (sent == null) {
      return metadata;
    }
    if (sent.size() > MAX_METADATA_ENTRIES) {
      throw invalid("metadata", "must have at most %d entries".formatted(MAX_METADATA_ENTRIES));
    }
    sent.forEach(
        (name, value) -> {
          if (name.isBlank() || value == null) {
            throw invalid("metadata", "must have a name and a text in every entry");
          }
          metadata.put(
              text("metadata", name, MAX_METADATA_NAME),
              text("metadata", value, MAX_METADATA_VALUE));
        });
    return metadata;
  }

  /** A text that a database and a log line can hold. */
  private static String text(String param, String text, int maxLength) {
    if (text.codePointCount(0, text.length()) > maxLength) {
      throw invalid(param, "must have texts of at most %d characters".formatted(maxLength));
    }
    if (text.chars().anyMatch(RequestReader::isUnprintable)) {
      throw invalid(param, "must not contain control characters");
    }
    return text;
  }

  private static boolean isUnprintable(int character) {
    return Character.isISOControl(character) && character != '\n' && character != '\t';
  }

  private static ProblemException invalid(String param, String rule) {
    return new ProblemException(CommonError.INVALID_PARAMETER, param + " " + rule).param(param);
  }
}
