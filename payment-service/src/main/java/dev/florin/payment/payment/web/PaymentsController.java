package dev.florin.payment.payment.web;

import dev.florin.payment.payment.OpenWork;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.payment.payment.PaymentPages;
import dev.florin.payment.payment.VisiblePayments;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Payments to read: a merchant's own, or a user's own. All others are not there. */
@RestController
@RequestMapping("/api/v1/payments")
class PaymentsController {

  private static final int MAX_LIMIT = 100;

  private final VisiblePayments visible;
  private final PaymentPages pages;
  private final FilterReader filters;
  private final List<OpenWork> open;

  PaymentsController(
      VisiblePayments visible, PaymentPages pages, FilterReader filters, List<OpenWork> open) {
    this.visible = visible;
    this.pages = pages;
    this.filters = filters;
    this.open = open;
  }

  /** A page of payments. */
  record PageDocument(List<PaymentDocument> data, boolean hasMore) {}

  @GetMapping("/{paymentId}")
  @Operation(
      operationId = "getPayment",
      summary = "Read a payment",
      description =
          "Has an outcome that is not known asked for, so that reading a payment again is a way to wait for it.")
  PaymentDocument get(@PathVariable String paymentId, Caller caller) {
    Payment payment = visible.require(paymentId, caller);
    open.forEach(work -> work.hasten(payment));
    return PaymentDocument.of(payment);
  }

  @GetMapping
  @Operation(operationId = "listPayments", summary = "List payments, newest first")
  @PaymentFilters
  @Answers(errors = {"invalid_amount", "unknown_currency"})
  PageDocument list(
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter,
      @RequestParam(name = "ending_before", required = false) @Nullable String endingBefore,
      @RequestParam Map<String, String> parameters,
      Caller caller) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw invalid("limit", "limit must be between 1 and " + MAX_LIMIT);
    }
    if (startingAfter != null && endingBefore != null) {
      throw invalid("ending_before", "send starting_after or ending_before, not both");
    }
    PaymentPages.Page page =
        pages.list(
            new PaymentPages.Query(
                caller.requireMerchant(),
                filters.read(parameters, caller),
                cursor("starting_after", startingAfter, caller),
                cursor("ending_before", endingBefore, caller),
                limit));
    return new PageDocument(
        page.payments().stream().map(PaymentDocument::of).toList(), page.hasMore());
  }

  private Payment.@Nullable Id cursor(String param, @Nullable String paymentId, Caller caller) {
    return paymentId == null
        ? null
        : visible
            .find(paymentId, caller)
            .map(Payment::id)
            .orElseThrow(() -> invalid(param, param + " is not a payment of yours"));
  }

  private static ProblemException invalid(String param, String detail) {
    return new ProblemException(CommonError.INVALID_PARAMETER, detail).param(param);
  }
}
