package dev.florin.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Pages of payments. */
class PaymentListIT extends PaymentServer {

  private final String merchantId = newMerchant();

  @Autowired private TransactionTemplate transactions;

  @Test
  void pagesAreNewestFirstInBothDirections() {
    payTimes(5);

    assertPage("?limit=2", true, "PAY_5", "PAY_4");
    assertPage("?limit=2&starting_after=PAY_4", true, "PAY_3", "PAY_2");
    assertPage("?limit=2&starting_after=PAY_2", false, "PAY_1");
    assertPage("?limit=2&ending_before=PAY_1", true, "PAY_3", "PAY_2");
    assertPage("?limit=2&ending_before=PAY_4", false, "PAY_5");
    assertPage("", false, "PAY_5", "PAY_4", "PAY_3", "PAY_2", "PAY_1");
  }

  @Test
  void pagesAreFiltered() {
    payTimes(2);

    assertPage("?status=succeeded&user_id=USER_1", false, "PAY_2", "PAY_1");
    assertPage("?status=failed", false);
    assertPage("?user_id=USER_2", false);
  }

  @Test
  void pagesAreFilteredByAmountOfACurrency() {
    pay("PAY_1", "19.99", "USD");
    pay("PAY_2", "20.00", "USD");
    pay("PAY_3", "20.00", "EUR");

    assertPage("?currency=USD", false, "PAY_2", "PAY_1");
    assertPage("?currency=USD&amount=20", false, "PAY_2");
    assertPage("?currency=USD&amount_min=19.99&amount_max=19.99", false, "PAY_1");
    assertPage("?currency=EUR&amount_min=5", false, "PAY_3");
    assertPage("?currency=USD&amount_max=19.98", false);
  }

  @Test
  void pagesAreFilteredByTime() {
    payTimes(2);
    String first = createdAt("PAY_1");
    String second = createdAt("PAY_2");

    assertPage("?created_from=" + first, false, "PAY_2", "PAY_1");
    assertPage("?created_to=" + second, false, "PAY_1");
    assertPage(
        "?created_from=" + second + "&created_to=2100-01-01T00:00:00%2B02:00", false, "PAY_2");
    assertPage("?created_to=" + first, false);
    assertPage("?limit=1&created_to=2100-01-01T00:00:00Z", true, "PAY_2");
    assertPage("?limit=1&created_to=2100-01-01T00:00:00Z&starting_after=PAY_2", false, "PAY_1");
  }

  @Test
  void pagesAreFilteredByReferenceAndByTrace() {
    payTimes(2);
    String trace = merchant(merchantId).get("/api/v1/payments/PAY_1").field("trace_id");

    assertPage("?reference=PAY_2", false, "PAY_2");
    assertPage("?reference=ch_1", false, "PAY_2", "PAY_1");
    assertPage("?reference=ch_2", false);
    assertPage("?trace_id=" + trace, false, "PAY_1");
    assertPage("?trace_id=" + "0".repeat(32), false);
  }

  @Test
  void everyFilterThatIsRareIsFoundByAnIndex() {
    assertThat(plan("trace_id = '" + "a".repeat(32) + "'")).contains("payment_by_trace");
    assertThat(plan("transaction_id = 'ch_1'")).contains("payment_by_transaction");
    assertThat(plan("merchant_id = 'm' AND status = 'failed' ORDER BY uuid DESC LIMIT 11"))
        .contains("payment_of_status");
    assertThat(
            plan(
                "merchant_id = 'm' AND uuid >= '0198c1a2-7b3c-7000-8000-000000000000'"
                    + " ORDER BY uuid DESC LIMIT 11"))
        .contains("payment_of_merchant");
  }

  /** As the planner decides once the table is large: small ones it reads at a glance. */
  private String plan(String condition) {
    List<String> lines = new ArrayList<>();
    transactions.executeWithoutResult(
        _ -> {
          jdbc.sql("SET LOCAL enable_seqscan = off").update();
          lines.addAll(
              jdbc.sql("EXPLAIN SELECT * FROM payment WHERE " + condition)
                  .query(String.class)
                  .list());
        });
    return String.join("\n", lines);
  }

  private void pay(String paymentId, String amount, String currency) {
    assertThat(merchant(merchantId).pay(newKey(), body(paymentId, amount, currency)).status())
        .isEqualTo(201);
  }

  private String createdAt(String paymentId) {
    return merchant(merchantId).get("/api/v1/payments/" + paymentId).field("created_at");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
    "amount=20, currency",
    "amount_min=20, currency",
    "currency=XXX, currency",
    "currency=USD&amount=1e3, amount",
    "currency=USD&amount=0.001, amount",
    "currency=USD&amount_min=-1, amount_min",
    "currency=USD&amount_max=x, amount_max",
    "currency=USD&amount_min=3&amount_max=2, amount_max",
    "currency=USD&amount=3&amount_max=2, amount",
    "created_from=yesterday, created_from",
    "created_from=2026-01-01T00:00:00, created_from",
    "created_to=1914-06-28T00:00:00Z, created_to",
    "created_from=2026-01-02T00:00:00Z&created_to=2026-01-01T00:00:00Z, created_to",
    "reference=, reference",
    "reference=%00, reference",
    "trace_id=abc, trace_id",
    "limit=101, limit",
    "limit=x, limit",
    "status=paid, status",
    "starting_after=PAY_9, starting_after",
    "ending_before=PAY_9, ending_before",
    "starting_after=PAY_1&ending_before=PAY_1, ending_before",
    "user_id=%00, user_id"
  })
  void anInvalidQueryIsRefusedByName(String query, String param) {
    Api.Reply reply = merchant(merchantId).get("/api/v1/payments?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("param")).isEqualTo(param);
  }

  private void payTimes(int times) {
    IntStream.rangeClosed(1, times)
        .forEach(i -> merchant(merchantId).pay(newKey(), body("PAY_" + i)));
  }

  private void assertPage(String query, boolean hasMore, String... paymentIds) {
    Api.Reply reply = merchant(merchantId).get("/api/v1/payments" + query);
    List<String> found =
        StreamSupport.stream(reply.json().path("data").spliterator(), false)
            .map(payment -> payment.path("payment_id").asString())
            .toList();
    assertThat(found).as(query).containsExactly(paymentIds);
    assertThat(reply.json().path("has_more").asBoolean()).as(query).isEqualTo(hasMore);
  }
}
