package dev.florin.payment.authorization.web;

import dev.florin.payment.authorization.AuthorizationRequest;
import dev.florin.payment.authorization.AuthorizePayment;
import dev.florin.payment.authorization.AuthorizePayment.Authorized;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.IdempotentRequest;
import dev.florin.payment.idempotency.RequestScope;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Asking for a payment. */
@RestController
class AuthorizationController {

  private static final String PATH = "/api/v1/payments";

  private static final String OPERATION = "payments.create";

  private final AuthorizePayment payments;
  private final RequestReader reader;

  AuthorizationController(AuthorizePayment payments, RequestReader reader) {
    this.payments = payments;
    this.reader = reader;
  }

  @PostMapping(PATH)
  @Operation(
      operationId = "createPayment",
      summary = "Ask for a payment",
      description =
          "Assesses the risk, deducts the payer's wallet and pays through a channel. 202 tells that the outcome is not known yet: read the payment until it is, or wait for the event.")
  @Answers(
      status = {201, 202},
      body = PaymentDocument.class,
      errors = {
        "payment_exists",
        "account_not_found",
        "account_frozen",
        "account_closed",
        "insufficient_funds",
        "risk_rejected",
        "card_declined",
        "review_declined",
        "review_expired",
        "action_expired",
        "risk_unavailable",
        "account_unavailable",
        "channel_unavailable"
      })
  ResponseEntity<byte[]> authorize(
      @RequestHeader HttpHeaders headers, @RequestBody PaymentRequest body, Caller caller) {
    String merchantId = caller.requireMerchant();
    IdempotencyKey key =
        IdempotencyKey.of(headers.getOrEmpty(IdempotencyKey.HEADER), body.idempotencyKey());
    CardNumbers.refuse(IdempotencyKey.FIELD, key.value());
    Payment.Terms terms = reader.terms(body, merchantId);
    if (!caller.mayActFor(merchantId, terms.userId())) {
      throw new ProblemException(CommonError.FORBIDDEN, "a user pays as itself only")
          .param("user_id");
    }
    var scope = new RequestScope(merchantId, caller.subject(), OPERATION, key);
    return toResponse(
        payments.authorize(
            new AuthorizationRequest(
                terms, new IdempotentRequest(scope, reader.fingerprint(body, terms)))));
  }

  private static ResponseEntity<byte[]> toResponse(Authorized authorized) {
    Answer answer = authorized.answer();
    boolean failed = answer.status() >= 400;
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status())
            .contentType(failed ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON);
    if (!failed) {
      response.location(URI.create(PATH + "/" + answer.paymentId()));
    }
    if (authorized.replayed()) {
      response.header("Idempotent-Replayed", "true");
    }
    return response.body(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
