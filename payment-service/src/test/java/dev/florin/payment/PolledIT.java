package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.resolution.ResumeOperations;
import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.resolution.WatchOpenPayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.PaymentServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Clients that ask so often that no pause is ever waited for to its end. */
class PolledIT extends PaymentServer {

  private static final String UNKNOWN = "{\"channel\":\"sandbox\",\"result\":\"unknown\"}";

  private final String merchantId = newMerchant();

  @Autowired private ResumePayments resumePayments;
  @Autowired private ResumeOperations resumeOperations;
  @Autowired private WatchOpenPayments watch;
  @Autowired private MeterRegistry meters;

  @AfterEach
  void nothingIsLeftForTheNextTest() {
    for (String open : List.of("payment", "payment_operation")) {
      jdbc.sql(
              "UPDATE %s SET resume_at = now() + interval '1 d', unknown_since = NULL"
                      .formatted(open)
                  + " WHERE resume_at IS NOT NULL")
          .update();
    }
  }

  /** whoever asks does not keep a person from being told. */
  @Test
  void aPaymentThatIsPolledIsParkedWithOneAlertWhenItsPausesWouldBeUsedUp() {
    double before = alerts("payment.process");
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    for (int i = 0; i < 10; i++) {
      poll("payment", "/api/v1/payments/PAY_1");
    }
    assertThat(parked()).as("the pauses would not be used up").isEmpty();

    unknownForMoreThanAllPauses("payment");
    for (int i = 0; i < 3; i++) {
      poll("payment", "/api/v1/payments/PAY_1");
    }

    assertThat(parked()).hasSize(1);
    assertThat(parked().getFirst().path("waits_for").asString()).isEqualTo("outcome");
    assertThat(alerts("payment.process") - before).isEqualTo(1);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");
  }

  @Test
  void anOperationThatIsPolledIsParkedWithOneAlertToo() {
    double before = alerts("payment.refund");
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    Api.Reply refund =
        merchant(merchantId)
            .post(newKey(), "/api/v1/payments/PAY_1/refunds", "{\"reason\": \"returned\"}");
    assertThat(refund.status()).isEqualTo(202);
    for (int i = 0; i < 10; i++) {
      poll("payment_operation", "/api/v1/payments/PAY_1/refunds");
    }
    assertThat(parked()).as("the pauses would not be used up").isEmpty();

    unknownForMoreThanAllPauses("payment_operation");
    for (int i = 0; i < 3; i++) {
      poll("payment_operation", "/api/v1/payments/PAY_1/refunds");
    }

    assertThat(parked()).hasSize(1);
    assertThat(parked().getFirst().path("kind").asString()).isEqualTo("refund");
    assertThat(alerts("payment.refund") - before).isEqualTo(1);
  }

  @Test
  void howLongAnOutcomeIsUnknownIsMeasuredWhetherOrNotAnybodyAsks() {
    DOWNSTREAMS.channel(okJson(UNKNOWN));
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    unknownForMoreThanAllPauses("payment");
    watch.look();
    double unpolled = hoursUnknown();

    hasten("payment", "/api/v1/payments/PAY_1");
    watch.look();

    assertThat(unpolled).isBetween(32.0, 33.0);
    assertThat(hoursUnknown()).isBetween(32.0, 33.0);
  }

  /** A client asks, as it does every six seconds, and the recoverer comes by. */
  private void poll(String open, String path) {
    hasten(open, path);
    resumePayments.resumeDue();
    resumeOperations.resumeDue();
  }

  private void hasten(String open, String path) {
    jdbc.sql("UPDATE %s SET updated_at = now() - interval '6 s'".formatted(open) + ofPayment(open))
        .param(uuidOf(merchantId, "PAY_1"))
        .update();
    assertThat(merchant(merchantId).get(path).status()).isEqualTo(200);
  }

  private void unknownForMoreThanAllPauses(String open) {
    jdbc.sql(
            "UPDATE %s SET unknown_since = unknown_since - interval '32 h'".formatted(open)
                + ofPayment(open))
        .param(uuidOf(merchantId, "PAY_1"))
        .update();
  }

  private static String ofPayment(String open) {
    return " WHERE %s = ?".formatted(open.equals("payment") ? "uuid" : "payment_uuid");
  }

  private List<JsonNode> parked() {
    return operator()
        .get("/api/v1/parked?limit=100")
        .json()
        .path("data")
        .valueStream()
        .filter(work -> work.path("merchant_id").asString().equals(merchantId))
        .toList();
  }

  private double hoursUnknown() {
    return meters.get("payment.unknown.age").timeGauge().value(TimeUnit.HOURS);
  }

  private double alerts(String step) {
    Counter counter = meters.find("payment_errors_total").tag("step", step).counter();
    return counter == null ? 0 : counter.count();
  }
}
