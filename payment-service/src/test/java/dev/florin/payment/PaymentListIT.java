package dev.florin.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of payments. */
class PaymentListIT extends PaymentServer {

  private final String merchantId = newMerchant();

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

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
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
