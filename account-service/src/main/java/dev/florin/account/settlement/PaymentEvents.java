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

  private final JsonMapper json;
  private final SettlePayment settlePayment;

  PaymentEvents(JsonMapper json, SettlePayment settlePayment) {
    this.json = json;
    this.settlePayment = settlePayment;
  }

  /** The fields of a payment that its settlement needs. */
  record PaymentSucceeded(
      UUID paymentUuid,
      @Nullable String merchantId,
      @JsonDeserialize(using = AmountText.class) String amount,
      String currency,
      String channel) {

    PaymentSucceeded {
      Objects.requireNonNull(paymentUuid, "payment_uuid");
      Objects.requireNonNull(amount, "amount");
      Objects.requireNonNull(currency, "currency");
      Objects.requireNonNull(channel, "channel");
    }
  }

  @KafkaListener(topics = "payment.events", groupId = "${spring.application.name}")
  void on(EventEnvelope<JsonNode> event) {
    if (!event.type().equals(SUCCEEDED)) {
      return;
    }
    PaymentSucceeded payment = json.treeToValue(event.data(), PaymentSucceeded.class);
    settlePayment.settle(
        payment.paymentUuid(),
        payment.merchantId(),
        payment.channel(),
        Money.parse(payment.amount(), payment.currency()));
  }
}
