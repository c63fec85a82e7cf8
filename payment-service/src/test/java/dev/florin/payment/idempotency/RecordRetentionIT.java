package dev.florin.payment.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RecordRetentionIT extends PaymentServer {

  @Autowired private RecordRetention retention;

  @Test
  void aKeyIsForgottenAfterItsTimeButThePaymentIdStillRefusesASecondPayment() {
    String merchantId = newMerchant();
    String old = newKey();
    String young = newKey();
    merchant(merchantId).pay(old, body("PAY_1"));
    merchant(merchantId).pay(young, body("PAY_2"));
    jdbc.sql("UPDATE idempotency_record SET created_at = now() - interval '31 d' WHERE key = ?")
        .param(old)
        .update();
    forgetCachedAnswers(merchantId);

    retention.forgetOldAnswers();

    Api.Reply forgotten = merchant(merchantId).pay(old, body("PAY_1"));
    Api.Reply kept = merchant(merchantId).pay(young, body("PAY_2"));
    assertThat(forgotten.status()).isEqualTo(409);
    assertThat(forgotten.field("code")).isEqualTo("payment_exists");
    assertThat(kept.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(paymentsOf(merchantId)).isEqualTo(2);
  }
}
