package dev.florin.payment.resolution;

import dev.florin.fault.FaultPoint;
import dev.florin.outbox.Inbox;
import dev.florin.payment.operation.CountLateApproval;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.operation.RefundLateCharge;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.reconciliation.Finding;
import dev.florin.payment.reconciliation.OpenCase;
import dev.florin.payment.reconciliation.ReconciliationCase.Kind;
import dev.florin.telemetry.TraceContexts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes what channels tell about attempts, each event once and under the payment's lock. It decides
 * nothing by itself about the money: an open payment is only looked at sooner, and what contradicts
 * a decision that stands becomes a case for a person. What the channel did in spite of such a
 * decision is given back or counted by an operation of its own.
 */
@Service
class TakeAttemptNews {

  private static final String CONSUMER = "payment-service";

  /** Who makes the moves that channels prompt. */
  private static final String ACTOR = "channel-service";

  private final Inbox inbox;
  private final Payments payments;
  private final OpenPayments open;
  private final Operations operations;
  private final RefundLateCharge lateCharges;
  private final CountLateApproval countLate;
  private final OpenCase openCase;
  private final TransactionOperations transactions;

  TakeAttemptNews(
      Inbox inbox,
      Payments payments,
      OpenPayments open,
      Operations operations,
      RefundLateCharge lateCharges,
      CountLateApproval countLate,
      OpenCase openCase,
      TransactionOperations transactions) {
    this.inbox = inbox;
    this.payments = payments;
    this.open = open;
    this.operations = operations;
    this.lateCharges = lateCharges;
    this.countLate = countLate;
    this.openCase = openCase;
    this.transactions = transactions;
  }

  /** An attempt whose end was open has come to it. */
  void resolved(UUID eventId, AttemptTold told) {
    once(
        eventId,
        told,
        payment -> {
          if (told.isCharge()) {
            resolved(payment, told);
          } else {
            operations.prompt(payment.id());
          }
        });
  }

  /** An attempt is told to have another end than the one that was acted upon. */
  void contradicted(UUID eventId, AttemptTold told) {
    once(
        eventId,
        told,
        payment -> {
          if (!told.isLateApproval()) {
            openCase(Kind.CONTRADICTION, told, Optional.empty());
          } else if (told.isCharge()) {
            lateSuccess(payment, told);
          } else if (told.isOfAnotherAmount()) {
            // How much of it to count, or to give back, is for a person to say.
            openCase(Kind.CONTRADICTION, told, Optional.empty());
          } else {
            lateApproval(payment, told);
          }
        });
  }

  /** A channel names a second transaction of an attempt that is open; it stays open. */
  void duplicated(UUID eventId, AttemptTold told) {
    once(eventId, told, _ -> openCase(Kind.CONTRADICTION, told, Optional.empty()));
  }

  /** A channel confirms another amount than it was asked for; nothing is settled by that. */
  void mismatched(UUID eventId, AttemptTold told) {
    once(eventId, told, _ -> openCase(Kind.AMOUNT_MISMATCH, told, Optional.empty()));
  }

  private void resolved(Payment payment, AttemptTold told) {
    switch (payment.status()) {
      case PROCESSING -> {
        if (isGivenBack(payment) && told.isApproved()) {
          lateSuccess(payment, told);
        } else {
          open.prompt(payment.id().value());
        }
      }
      case REQUIRES_ACTION ->
          payments.release(
              payment, "the payer has acted: the channel knows", ACTOR, TraceContexts.traceId());
      case FAILED -> {
        if (told.isApproved()) {
          lateSuccess(payment, told);
        }
      }
      // It was asked about meanwhile, and the payment has gone on with the answer.
      case CREATED, REQUIRES_REVIEW, REQUIRES_CAPTURE, SUCCEEDED, CANCELED, EXPIRED -> {}
    }
  }

  /** While nothing but the reversal is left. A late payer's payment still asks how it ended. */
  private static boolean isGivenBack(Payment payment) {
    return payment.abandonedFor() != null && payment.abandonedFor() != PaymentError.ACTION_EXPIRED;
  }

  /**
   * What was charged in spite of everything is given back, as much as the channel says it took; of
   * a payment still open, once it ends.
   */
  private void lateSuccess(Payment payment, AttemptTold told) {
    openCase(Kind.LATE_SUCCESS, told, Optional.empty());
    if (told.isRefundable()) {
      told.charged(payment.terms().amount())
          .ifPresent(charged -> lateCharges.begin(payment.id(), told.attemptId(), charged));
    }
  }

  /** What the channel did in spite of everything is counted, or given back; a person is told. */
  private void lateApproval(Payment payment, AttemptTold told) {
    var charge = new Charge(told.channel(), told.transactionId(), null);
    openCase(Kind.CONTRADICTION, told, countLate.count(payment, told.attemptId(), charge));
  }

  private void openCase(Kind kind, AttemptTold told, Optional<String> countedBy) {
    Map<String, @Nullable String> detail = new TreeMap<>();
    detail.put("operation", told.operation());
    put(detail, "result", told.result());
    put(detail, "was", told.was());
    put(detail, "transaction_id", told.transactionId());
    put(detail, "known_transaction_id", told.knownTransactionId());
    put(detail, "decline_code", told.declineCode());
    put(detail, "amount", told.amount());
    put(detail, "currency", told.currency());
    put(detail, "confirmed_amount", told.confirmedAmount());
    put(detail, "confirmed_currency", told.confirmedCurrency());
    countedBy.ifPresent(operation -> detail.put("counted_by", operation));
    openCase.open(
        new Finding(
            kind, told.paymentUuid(), told.attemptId(), told.channel(), detail, told.news()));
  }

  private static void put(
      Map<String, @Nullable String> detail, String name, @Nullable String value) {
    if (value != null) {
      detail.put(name, value);
    }
  }

  private void once(UUID eventId, AttemptTold told, Consumer<Payment> effect) {
    transactions.executeWithoutResult(
        _ -> {
          if (inbox.accept(CONSUMER, eventId)) {
            if (payments.find(told.paymentUuid()).isEmpty()) {
              throw new UnknownPaymentException(told.attemptId());
            }
            effect.accept(payments.lock(told.paymentUuid()));
            FaultPoint.PAYMENT_NEWS_BEFORE_COMMIT.reach();
          }
        });
    FaultPoint.PAYMENT_NEWS_AFTER_COMMIT.reach();
  }

  /** An attempt of no payment of ours: a dead letter for a person to look at. */
  static final class UnknownPaymentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownPaymentException(String attemptId) {
      super("there is no payment for attempt " + attemptId);
    }
  }
}
