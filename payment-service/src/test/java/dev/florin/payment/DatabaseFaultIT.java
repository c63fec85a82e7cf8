package dev.florin.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A database that makes everybody wait. */
class DatabaseFaultIT extends PaymentServer {

  @Autowired private TransactionTemplate transactions;

  @Test
  void whoWaitsTooLongForALockIsToldToRepeatAndThenPaysOnce() {
    String merchantId = newMerchant();
    String key = newKey();
    long started = System.nanoTime();

    Api.Reply locked =
        transactions.execute(
            _ -> {
              jdbc.sql("LOCK TABLE payment IN ACCESS EXCLUSIVE MODE").update();
              return merchant(merchantId).pay(key, body("PAY_1"));
            });

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    assertThat(locked.status()).isEqualTo(503);
    assertThat(locked.field("code")).isEqualTo("database_unavailable");
    assertThat(locked.json().path("retryable").asBoolean()).isTrue();
    assertThat(DOWNSTREAMS.calls()).isEmpty();
    assertThat(merchant(merchantId).pay(key, body("PAY_1")).status()).isEqualTo(201);
  }

  @Test
  void theTablesRefuseWhatCodeShouldNeverWrite() {
    String merchantId = newMerchant();
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertRefused("UPDATE payment SET amount = 0 WHERE merchant_id = ?", merchantId);
    assertRefused("UPDATE payment SET status = 'paid' WHERE merchant_id = ?", merchantId);
    assertRefused("UPDATE payment SET status = 'failed' WHERE merchant_id = ?", merchantId);
    assertRefused("UPDATE payment SET leased = true WHERE merchant_id = ?", merchantId);
  }

  private void assertRefused(String sql, String merchantId) {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> jdbc.sql(sql).param(merchantId).update())
        .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
  }
}
