package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class FirstPaymentIT {

  @Test
  void aPaymentIsTakenOnceAndEndsUpWithTheChannel(Florin florin, PaymentApi api) {
    String user = "USER_101";
    BigDecimal before = new BigDecimal(api.balance(user));

    Answer paid = api.pay(user, "19.99", null);

    assertThat(paid.status()).as(paid.text()).isEqualTo(201);
    assertThat(paid.field("status")).isEqualTo("succeeded");
    assertThat(paid.field("transaction_id")).isNotEmpty();
    assertThat(paid.field("amount")).isEqualTo("19.99");
    assertThat(paid.field("trace_id")).isEqualTo(paid.traceId());
    assertThat(new BigDecimal(api.balance(user)))
        .isEqualTo(before.subtract(new BigDecimal("19.99")));
    assertThat(api.get("/api/v1/payments/" + paid.field("payment_id")).field("status"))
        .isEqualTo("succeeded");
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(
                        florin.query(
                            "account",
                            "SELECT count(*) FROM transfer WHERE kind = 'settlement' AND trace_id = '%s'"
                                .formatted(paid.traceId())))
                    .isEqualTo("1"));
  }

  @Test
  void theOriginalPathAndBodyStillWork(PaymentApi api) {
    String id = "PAY_" + UUID.randomUUID();

    Answer paid =
        api.post(
            "/api/v1/payment",
            null,
            """
            {"payment_id":"%s","user_id":"USER_102","amount":19.99,"currency":"USD",
             "payment_method":"credit_card","idempotency_key":"KEY_%s"}"""
                .formatted(id, id));

    assertThat(paid.status()).as(paid.text()).isEqualTo(201);
    assertThat(paid.field("payment_id")).isEqualTo(id);
    assertThat(paid.field("status")).isEqualTo("succeeded");
  }

  @Test
  void aDeclinedPaymentGivesTheMoneyBack(Florin florin, PaymentApi api) {
    String user = "USER_103";
    String before = api.balance(user);

    Answer declined = api.pay(user, "25.00", "tok_4000000000000002");

    assertThat(declined.status()).as(declined.text()).isEqualTo(402);
    assertThat(declined.field("code")).isEqualTo("card_declined");
    assertThat(declined.http().headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(api.balance(user)).isEqualTo(before);
    assertThat(api.get("/api/v1/payments/" + declined.field("payment_id")).field("status"))
        .isEqualTo("failed");
    assertThat(
            florin.query(
                "account",
                "SELECT string_agg(kind, ',' ORDER BY created_at) FROM transfer WHERE trace_id = '%s'"
                    .formatted(declined.traceId())))
        .isEqualTo("deduction,reversal");
  }

  @Test
  void moreThanTheWalletHoldsIsRefusedAndNothingMoves(PaymentApi api) {
    String user = "poor-" + UUID.randomUUID();
    Answer opened =
        api.post(
            "/api/v1/accounts", null, "{\"user_id\":\"%s\",\"currency\":\"USD\"}".formatted(user));
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);

    Answer refused = api.pay(user, "0.01", null);

    assertThat(refused.status()).as(refused.text()).isEqualTo(402);
    assertThat(refused.field("code")).isEqualTo("insufficient_funds");
    assertThat(api.balance(user)).isEqualTo("0.00");
  }

  @Test
  void anOutcomeNobodyKnowsIsProcessingUntilTheChannelTells(Florin florin, PaymentApi api) {
    String user = "USER_104";
    BigDecimal before = new BigDecimal(api.balance(user));

    Answer accepted = api.pay(user, "31.00", "tok_timeout_charged");

    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    assertThat(accepted.field("status")).isEqualTo("processing");
    String location = accepted.http().headers().firstValue("location").orElseThrow();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(api.get(location).field("status")).isEqualTo("succeeded"));
    assertThat(new BigDecimal(api.balance(user)))
        .isEqualTo(before.subtract(new BigDecimal("31.00")));
    String attempt =
        florin.query(
            "channel",
            "SELECT id FROM attempt WHERE trace_id = '%s'".formatted(accepted.traceId()));
    assertThat(
            florin.query(
                "sandbox", "SELECT count(*) FROM charge WHERE reference = '%s'".formatted(attempt)))
        .isEqualTo("1");
  }
}
