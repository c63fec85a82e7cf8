package dev.florin.payment.operation.web;

import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.operation.CapturedPayment;
import dev.florin.payment.operation.CarryOutOperation;
import dev.florin.payment.operation.CarryOutOperation.CarriedOut;
import dev.florin.payment.operation.OperationRequest;
import dev.florin.payment.operation.RefundDocument;
import dev.florin.payment.payment.OpenWork;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.payment.payment.VisiblePayments;
import dev.florin.web.document.Answers;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a merchant does to its payments: it captures, voids and refunds them. */
@RestController
@RequestMapping(OperationController.PATH)
class OperationController {

  static final String PATH = "/api/v1/payments";

  private final VisiblePayments payments;
  private final CarryOutOperation operations;
  private final OperationReader reader;
  private final List<OpenWork> open;

  OperationController(
      VisiblePayments payments,
      CarryOutOperation operations,
      OperationReader reader,
      List<OpenWork> open) {
    this.payments = payments;
    this.operations = operations;
    this.reader = reader;
    this.open = List.copyOf(open);
  }

  /** Reads a request, once it is known who sent it and what it is about. */
  @FunctionalInterface
  private interface Reading {
    OperationRequest read(OperationBody body, Payment payment, Caller caller, IdempotencyKey key);
  }

  @PostMapping("/{paymentId}/capture")
  @Operation(
      operationId = "capturePayment",
      summary = "Capture an authorised payment, or a part of it",
      description =
          "Without an amount all that is left. A capture is the last one unless final_capture is false.")
  @Answers(
      status = {200, 202},
      body = CapturedPayment.class,
      errors = {
        "invalid_state",
        "operation_in_progress",
        "capture_exceeds_authorized",
        "capture_declined",
        "capture_undone",
        "channel_unavailable"
      })
  ResponseEntity<byte[]> capture(
      @PathVariable String paymentId,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) @Nullable OperationBody body,
      Caller caller) {
    return carryOut(paymentId, headers, body, caller, reader::capture);
  }

  @PostMapping("/{paymentId}/void")
  @Operation(
      operationId = "voidPayment",
      summary = "Void an authorised payment",
      description = "Releases all that was authorised; nothing is taken.")
  @Answers(
      status = {200, 202},
      body = PaymentDocument.class,
      errors = {"invalid_state", "operation_in_progress", "void_declined", "channel_unavailable"})
  ResponseEntity<byte[]> cancel(
      @PathVariable String paymentId,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) @Nullable OperationBody body,
      Caller caller) {
    return carryOut(paymentId, headers, body, caller, reader::cancel);
  }

  @PostMapping("/{paymentId}/refunds")
  @Operation(
      operationId = "refundPayment",
      summary = "Refund a payment, or a part of it",
      description = "Without an amount all that is left.")
  @Answers(
      status = {201, 202},
      body = RefundDocument.class,
      errors = {
        "invalid_state",
        "operation_in_progress",
        "refund_exceeds_captured",
        "refund_declined",
        "channel_unavailable"
      })
  ResponseEntity<byte[]> refund(
      @PathVariable String paymentId,
      @RequestHeader HttpHeaders headers,
      @RequestBody RefundBody body,
      Caller caller) {
    return carryOut(paymentId, headers, body.operation(), caller, reader::refund);
  }

  private ResponseEntity<byte[]> carryOut(
      String paymentId,
      HttpHeaders headers,
      @Nullable OperationBody sent,
      Caller caller,
      Reading reading) {
    if (caller.kind() != Caller.Kind.MERCHANT) {
      throw new ProblemException(CommonError.FORBIDDEN, "this needs a merchant's token");
    }
    OperationBody body = sent == null ? OperationBody.NONE : sent;
    List<String> keys = headers.getOrEmpty(IdempotencyKey.HEADER);
    IdempotencyKey key = reader.key(keys, body);
    Payment payment = payments.require(paymentId, caller);
    // What is open of it may be all that keeps this from being done.
    open.forEach(work -> work.hasten(payment));
    return toResponse(operations.carryOut(reading.read(body, payment, caller, key)));
  }

  private static ResponseEntity<byte[]> toResponse(CarriedOut carriedOut) {
    Answer answer = carriedOut.answer();
    boolean failed = answer.status() >= 400;
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status())
            .contentType(failed ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON);
    if (!failed) {
      response.location(URI.create(PATH + "/" + answer.paymentId()));
    }
    if (carriedOut.replayed()) {
      response.header("Idempotent-Replayed", "true");
    }
    return response.body(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
