package dev.florin.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PaymentToldTests {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void theWholePaymentIsPassedOnUnknownFieldsIncluded() {
    ObjectNode data = PaymentEvents.data("PAY_1", "merchant").put("added_since", "new");

    PaymentTold payment = JSON.treeToValue(data, PaymentTold.class);

    assertThat(payment.paymentId()).isEqualTo("PAY_1");
    assertThat(payment.merchantId()).isEqualTo("merchant");
    assertThat(payment.payload()).isEqualTo(data);
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment_uuid", "payment_id", "merchant_id", "user_id", "status"})
  void aPaymentThatCannotBeToldIsMalformed(String field) {
    ObjectNode lacking = PaymentEvents.data("PAY_1", "merchant").without(field);
    ObjectNode blank = PaymentEvents.data("PAY_1", "merchant").put(field, " ");

    assertThatThrownBy(() -> JSON.treeToValue(lacking, PaymentTold.class))
        .hasMessageContaining(field);
    assertThatThrownBy(() -> JSON.treeToValue(blank, PaymentTold.class))
        .hasMessageContaining(field);
  }
}
