package dev.florin.payment.operation.web;

import dev.florin.money.Money;
import dev.florin.payment.idempotency.Fingerprint;
import dev.florin.payment.idempotency.IdempotentRequest;
import dev.florin.payment.idempotency.RequestScope;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.OperationRequest;
import dev.florin.payment.payment.Payment;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Checks a request for an operation field by field; the first one that is wrong is named. */
@Component
class OperationReader {

  static final int MAX_REASON = 500;

  private final JsonMapper json;

  OperationReader(JsonMapper json) {
    this.json = json;
  }

  /** The client's key, from the header or the body. */
  IdempotencyKey key(List<String> headers, OperationBody body) {
    IdempotencyKey key = IdempotencyKey.of(headers, body.idempotencyKey());
    CardNumbers.refuse(IdempotencyKey.FIELD, key.value());
    return key;
  }

  /**
   * What is asked for.
   *
   * @throws ProblemException 400 that names the field
   * @throws dev.florin.money.InvalidMoneyException for the amount
   */
  OperationRequest capture(OperationBody body, Payment payment, Caller caller, IdempotencyKey key) {
    boolean last = body.finalCapture() == null || body.finalCapture();
    return request(Kind.CAPTURE, body, payment, last, caller, key);
  }

  /** What is asked for. */
  OperationRequest cancel(OperationBody body, Payment payment, Caller caller, IdempotencyKey key) {
    if (body.amount() != null) {
      throw invalid("amount", "is not for a void: it is about all that was authorised");
    }
    return request(Kind.VOID, body, payment, false, caller, key);
  }

  /** What is asked for. */
  OperationRequest refund(OperationBody body, Payment payment, Caller caller, IdempotencyKey key) {
    if (body.reason() == null || body.reason().isBlank()) {
      throw invalid("reason", "is required");
    }
    return request(Kind.REFUND, body, payment, false, caller, key);
  }

  private OperationRequest request(
      Kind kind,
      OperationBody body,
      Payment payment,
      boolean last,
      Caller caller,
      IdempotencyKey key) {
    refuseCardNumbers(body);
    String currency = payment.terms().amount().currencyCode();
    if (body.currency() != null && !body.currency().equals(currency)) {
      throw invalid("currency", "must be the payment's: " + currency);
    }
    Money amount = body.amount() == null ? null : Money.parse(body.amount(), currency);
    String reason = body.reason() == null ? null : reason(body.reason());
    var scope =
        new RequestScope(payment.terms().merchantId(), caller.subject(), operation(kind), key);
    Fingerprint fingerprint = fingerprint(payment, amount, last, reason);
    return new OperationRequest(
        payment, kind, amount, last, reason, new IdempotentRequest(scope, fingerprint));
  }

  private static String operation(Kind kind) {
    return switch (kind) {
      case CAPTURE -> "payments.capture";
      case VOID -> "payments.void";
      case REFUND -> "payments.refund";
      case EXPIRY, LATE_REFUND -> throw new IllegalArgumentException("nobody asks for " + kind);
    };
  }

  /** What the request means, however it was written. */
  private Fingerprint fingerprint(
      Payment payment, @Nullable Money amount, boolean last, @Nullable String reason) {
    SortedMap<String, @Nullable Object> canonical = new TreeMap<>();
    canonical.put("payment_id", payment.terms().paymentId());
    canonical.put("amount", amount == null ? null : amount.minorUnits());
    canonical.put("final_capture", last);
    canonical.put("reason", reason);
    return Fingerprint.of(json.writeValueAsString(canonical));
  }

  private static void refuseCardNumbers(OperationBody body) {
    CardNumbers.refuse("currency", body.currency());
    CardNumbers.refuse("reason", body.reason());
    if (body.others() != null) {
      body.others()
          .forEach((name, value) -> CardNumbers.refuseWithin(name, Arrays.asList(name, value)));
    }
  }

  private static String reason(String text) {
    if (text.codePointCount(0, text.length()) > MAX_REASON) {
      throw invalid("reason", "must have at most %d characters".formatted(MAX_REASON));
    }
    if (text.chars().anyMatch(OperationReader::isUnprintable)) {
      throw invalid("reason", "must not contain control characters");
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
