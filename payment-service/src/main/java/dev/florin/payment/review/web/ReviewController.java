package dev.florin.payment.review.web;

import dev.florin.payment.authorization.AuthorizePayment.Authorized;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.Fingerprint;
import dev.florin.payment.idempotency.IdempotentRequest;
import dev.florin.payment.idempotency.RequestScope;
import dev.florin.payment.payment.ExternalNames;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.review.Decision;
import dev.florin.payment.review.ReviewPayment;
import dev.florin.payment.review.ReviewRequest;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Decides on payments that wait for a person: the merchant does, never the payer. */
@RestController
class ReviewController {

  private static final String PAYMENTS = "/api/v1/payments";

  private static final String OPERATION = "payments.review";

  private final ReviewPayment reviews;
  private final Payments payments;
  private final JsonMapper json;

  ReviewController(ReviewPayment reviews, Payments payments, JsonMapper json) {
    this.reviews = reviews;
    this.payments = payments;
    this.json = json;
  }

  /** A decision as it is sent. */
  record ReviewBody(
      @NotNull @Pattern(regexp = "approve|decline") String decision,
      @NotBlank @Size(max = 500) @Pattern(regexp = "[^\\p{Cntrl}]*") String reason,
      @Nullable String idempotencyKey) {}

  @PostMapping(PAYMENTS + "/{paymentId}/review")
  @Operation(
      operationId = "reviewPayment",
      summary = "Approve or decline a payment that waits for a person",
      description = "Answers with the payment, also if it then fails.")
  @Answers(
      status = {200, 202},
      body = PaymentDocument.class,
      errors = {"invalid_state"})
  ResponseEntity<byte[]> review(
      Caller caller,
      @RequestHeader HttpHeaders headers,
      @PathVariable String paymentId,
      @Valid @RequestBody ReviewBody body) {
    String merchantId = caller.requireMerchant();
    if (caller.kind() != Caller.Kind.MERCHANT) {
      throw new ProblemException(CommonError.FORBIDDEN, "the merchant decides on its payments");
    }
    IdempotencyKey key =
        IdempotencyKey.of(headers.getOrEmpty(IdempotencyKey.HEADER), body.idempotencyKey());
    CardNumbers.refuse(IdempotencyKey.FIELD, key.value());
    CardNumbers.refuse("reason", body.reason());
    Payment payment = payment(merchantId, paymentId);
    return toResponse(
        reviews.review(
            new ReviewRequest(
                payment,
                Decision.of(body.decision()).orElseThrow(),
                body.reason(),
                new IdempotentRequest(
                    new RequestScope(merchantId, caller.subject(), OPERATION, key),
                    fingerprint(payment, body)))));
  }

  private Payment payment(String merchantId, String paymentId) {
    return Optional.of(paymentId)
        .filter(ExternalNames::isName)
        .flatMap(name -> payments.find(merchantId, name))
        .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "there is no such payment"));
  }

  private Fingerprint fingerprint(Payment payment, ReviewBody body) {
    return Fingerprint.of(
        json.writeValueAsString(
            new TreeMap<>(
                Map.of(
                    "payment_id",
                    payment.terms().paymentId(),
                    "decision",
                    body.decision(),
                    "reason",
                    body.reason()))));
  }

  private static ResponseEntity<byte[]> toResponse(Authorized authorized) {
    Answer answer = authorized.answer();
    boolean failed = answer.status() >= 400;
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status())
            .contentType(failed ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON);
    if (!failed) {
      response.location(URI.create(PAYMENTS + "/" + answer.paymentId()));
    }
    if (authorized.replayed()) {
      response.header("Idempotent-Replayed", "true");
    }
    return response.body(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
