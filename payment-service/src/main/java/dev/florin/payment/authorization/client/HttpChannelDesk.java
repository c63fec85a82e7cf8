package dev.florin.payment.authorization.client;

import dev.florin.fault.FaultPoint;
import dev.florin.money.Money;
import dev.florin.payment.authorization.ChannelDesk;
import dev.florin.payment.authorization.client.Downstream.Reply;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.NextAction;
import org.jspecify.annotations.Nullable;

/** The channels behind channel-service. */
final class HttpChannelDesk implements ChannelDesk {

  private final ChannelClient client;
  private final Downstream channels;

  HttpChannelDesk(ChannelClient client, Downstream channels) {
    this.client = client;
    this.channels = channels;
  }

  @Override
  public Attempt pay(Payment payment) {
    ChannelClient.Operation operation =
        payment.isManual() ? ChannelClient.Operation.authorise : null;
    return send(
        payment.id().attempt(), request(payment, payment.terms().amount(), operation, null));
  }

  @Override
  public Attempt follow(Payment payment, FollowUp attempt) {
    ChannelClient.Operation operation =
        switch (attempt.verb()) {
          case CAPTURE -> ChannelClient.Operation.capture;
          case VOID -> ChannelClient.Operation.release;
          case REFUND -> ChannelClient.Operation.refund;
        };
    return FaultPoint.PAYMENT_FOLLOW_AFTER_CALL.after(
        send(
            attempt.attemptId(),
            request(payment, attempt.amount(), operation, attempt.ofAttempt())));
  }

  private Attempt send(String id, ChannelClient.Request request) {
    return switch (channels.call(() -> client.pay(id, request))) {
      case Reply.Answered<ChannelClient.Attempt>(var answer) -> toAttempt(answer);
      case Reply.Failed<ChannelClient.Attempt>(var outcome, var conflict) ->
          switch (outcome) {
            case NOT_SENT -> new Attempt.NotReached();
            // Somebody charged something under our id: that is for a person to look at.
            case REFUSED -> conflict ? new Attempt.Unknown() : new Attempt.NotReached();
            case NO_ANSWER -> new Attempt.Unknown();
          };
    };
  }

  private static Attempt toAttempt(ChannelClient.Attempt answer) {
    NextAction action = nextAction(answer.nextAction());
    Charge charge = new Charge(answer.channel(), answer.transactionId(), answer.message(), action);
    return switch (answer.result()) {
      case approved -> new Attempt.Approved(charge);
      case declined -> new Attempt.Declined(charge, answer.declineCode());
      // An action that nobody can take is as good as no answer.
      case requires_action ->
          action == null ? new Attempt.Unknown() : new Attempt.ActionNeeded(charge);
      case not_sent -> new Attempt.NotSent();
      case pending, unknown -> new Attempt.Unknown();
      // JSON may leave out what the record declares.
      case null -> new Attempt.Unknown();
    };
  }

  private static @Nullable NextAction nextAction(ChannelClient.@Nullable NextAction answered) {
    return answered == null || answered.type() == null
        ? null
        : new NextAction(answered.type(), answered.url());
  }

  private static ChannelClient.Request request(
      Payment payment,
      Money amount,
      ChannelClient.@Nullable Operation operation,
      @Nullable String ofAttempt) {
    Payment.Terms terms = payment.terms();
    return new ChannelClient.Request(
        payment.id().value(),
        terms.merchantId(),
        amount.toDecimalString(),
        amount.currencyCode(),
        terms.method().wireName(),
        terms.token(),
        operation,
        ofAttempt);
  }
}
