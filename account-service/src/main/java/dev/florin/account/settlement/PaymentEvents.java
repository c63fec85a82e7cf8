package dev.florin.account.settlement;

import dev.florin.money.Money;
import dev.florin.outbox.EventEnvelope;
import dev.florin.web.json.AmountText;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

/** Listens to what became of payments. */
@Component
class PaymentEvents {

  private static final String SUCCEEDED = "payment.succeeded";
  private static final String CAPTURED = "payment.captured";
  private static final String MANUAL = "manual";

  private final JsonMapper json;
  private final SettlePayment settlePayment;

  PaymentEvents(JsonMapper json, SettlePayment settlePayment) {
    this.json = json;
    this.settlePayment = settlePayment;
  }

  /**
   * The fields of a payment that its settlement needs.
   *
   * @param captureMethod what is captured by hand is settled capture by capture; null in the events
   *     of payments that were all automatic
   */
  record PaymentSucceeded(
      UUID paymentUuid,
      @Nullable String merchantId,
      @JsonDeserialize(using = AmountText.class) String amount,
      String currency,
      String channel,
      @Nullable String captureMethod) {

    PaymentSucceeded {
      Objects.requireNonNull(paymentUuid, "payment_uuid");
      Objects.requireNonNull(amount, "amount");
      Objects.requireNonNull(currency, "currency");
      Objects.requireNonNull(channel, "channel");
    }
  }

  /** The fields of a capture that its settlement needs. */
  record PaymentCaptured(
      UUID captureUuid,
      @Nullable String merchantId,
      @JsonDeserialize(using = AmountText.class) String captureAmount,
      String currency,
      String channel) {

    PaymentCaptured {
      Objects.requireNonNull(captureUuid, "capture_uuid");
      Objects.requireNonNull(captureAmount, "capture_amount");
      Objects.requireNonNull(currency, "currency");
      Objects.requireNonNull(channel, "channel");
    }
  }

  @KafkaListener(topics = "payment.events", groupId = "${spring.application.name}")
  void on(EventEnvelope<JsonNode> event) {
    switch (event.type()) {
      case SUCCEEDED -> succeeded(json.treeToValue(event.data(), PaymentSucceeded.class));
      case CAPTURED -> captured(json.treeToValue(event.data(), PaymentCaptured.class));
      default -> {}
    }
  }

  private void succeeded(PaymentSucceeded payment) {
    if (MANUAL.equals(payment.captureMethod())) {
      return;
    }
    settlePayment.settle(
        payment.paymentUuid(),
        payment.merchantId(),
        payment.channel(),
        Money.parse(payment.amount(), payment.currency()));
  }

  private void captured(PaymentCaptured capture) {
    settlePayment.settle(
        capture.captureUuid(),
        capture.merchantId(),
        capture.channel(),
        Money.parse(capture.captureAmount(), capture.currency()));
  }
}
