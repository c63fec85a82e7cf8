package dev.florin.payment.operation.web;

import dev.florin.payment.operation.CaptureDocument;
import dev.florin.payment.operation.Operation;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.OperationPages;
import dev.florin.payment.operation.OperationPages.Page;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.operation.RefundDocument;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.VisiblePayments;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The captures and refunds of a payment, to read by whoever may see the payment. */
@RestController
@RequestMapping(OperationController.PATH + "/{paymentId}")
class OperationPagesController {

  private static final int MAX_LIMIT = 100;

  private static final Pattern ID =
      Pattern.compile("(?:cap|re)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  private final VisiblePayments payments;
  private final OperationPages pages;
  private final Operations operations;

  OperationPagesController(VisiblePayments payments, OperationPages pages, Operations operations) {
    this.payments = payments;
    this.pages = pages;
    this.operations = operations;
  }

  /** A page of captures or refunds. */
  record PageDocument<T>(List<T> data, boolean hasMore) {}

  @GetMapping("/captures")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "listCaptures",
      summary = "List a payment's captures, newest first")
  PageDocument<CaptureDocument> captures(
      @PathVariable String paymentId,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter,
      @RequestParam(name = "ending_before", required = false) @Nullable String endingBefore,
      Caller caller) {
    return page(
        payments.require(paymentId, caller),
        Kind.CAPTURE,
        limit,
        startingAfter,
        endingBefore,
        CaptureDocument::of);
  }

  @GetMapping("/refunds")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "listRefunds",
      summary = "List a payment's refunds, newest first")
  PageDocument<RefundDocument> refunds(
      @PathVariable String paymentId,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter,
      @RequestParam(name = "ending_before", required = false) @Nullable String endingBefore,
      Caller caller) {
    return page(
        payments.require(paymentId, caller),
        Kind.REFUND,
        limit,
        startingAfter,
        endingBefore,
        RefundDocument::of);
  }

  private <T> PageDocument<T> page(
      Payment payment,
      Kind kind,
      int limit,
      @Nullable String startingAfter,
      @Nullable String endingBefore,
      BiFunction<Operation, String, T> document) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw invalid("limit", "limit must be between 1 and " + MAX_LIMIT);
    }
    if (startingAfter != null && endingBefore != null) {
      throw invalid("ending_before", "send starting_after or ending_before, not both");
    }
    Page page =
        pages.list(
            new Operations.Query(
                payment.id(),
                kind,
                cursor("starting_after", startingAfter),
                cursor("ending_before", endingBefore),
                limit));
    if (page.operations().stream().anyMatch(it -> it.status() == Operation.Status.PENDING)) {
      operations.hasten(payment.id());
    }
    String paymentId = payment.terms().paymentId();
    return new PageDocument<>(
        page.operations().stream().map(it -> document.apply(it, paymentId)).toList(),
        page.hasMore());
  }

  private static @Nullable UUID cursor(String param, @Nullable String id) {
    if (id == null) {
      return null;
    }
    var matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw invalid(param, param + " is not the id of a capture or a refund");
    }
    return UUID.fromString(matcher.group(1));
  }

  private static ProblemException invalid(String param, String detail) {
    return new ProblemException(CommonError.INVALID_PARAMETER, detail).param(param);
  }
}
