package dev.florin.payment.support;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.payment.resolution.ResumeOperations;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.test.EmbeddedKafkaBroker;

/** A payment to which the channel did something that it had been believed not to have done. */
public abstract class LateOperations extends PaymentServer {

  protected static final String PAYMENT = "/api/v1/payments/PAY_1";
  protected static final String SIXTY = "{\"reason\": \"returned\", \"amount\": \"60.00\"}";

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String NOT_SENT = "{\"channel\":\"sandbox\",\"result\":\"not_sent\"}";

  protected final String merchantId = newMerchant();

  @Autowired protected ResumeOperations resume;
  @Autowired private EmbeddedKafkaBroker broker;

  protected UUID refundThatIsNotSent(String body) {
    DOWNSTREAMS.channel("refund", okJson(NOT_SENT));
    assertThat(post("/refunds", body).field("code")).isEqualTo("channel_unavailable");
    DOWNSTREAMS.channel("refund", okJson(Downstreams.APPROVED));
    return onlyOperation();
  }

  protected UUID captureThatIsNotSent(String amount) {
    DOWNSTREAMS.channel("capture", okJson(NOT_SENT));
    String body = "{\"amount\": \"%s\", \"final_capture\": false}".formatted(amount);
    assertThat(post("/capture", body).field("code")).isEqualTo("channel_unavailable");
    return onlyOperation();
  }

  protected void approvedLate(String attemptId, String operation) {
    approvedLate(attemptId, operation, "");
  }

  protected void approvedLate(String attemptId, String operation, String confirmed) {
    UUID event = UUID.randomUUID();
    new ChannelEvents(broker).approvedLate(event, uuid(), attemptId, operation, confirmed);
    await()
        .atMost(SOON)
        .until(
            () ->
                jdbc.sql("SELECT EXISTS (SELECT FROM inbox_event WHERE event_id = ?)")
                    .param(event)
                    .query(Boolean.class)
                    .single());
  }

  protected void pay(String amount) {
    merchant(merchantId).pay(newKey(), body("PAY_1", amount, "USD"));
  }

  protected void authorise(String amount) {
    merchant(merchantId).pay(newKey(), manual("PAY_1", amount));
  }

  protected Api.Reply post(String operation, String body) {
    return merchant(merchantId).post(newKey(), PAYMENT + operation, body);
  }

  protected UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  protected UUID onlyOperation() {
    return jdbc.sql("SELECT uuid FROM payment_operation WHERE payment_uuid = ?")
        .param(uuid())
        .query(UUID.class)
        .single();
  }

  protected List<@Nullable String> operations(String kind) {
    return jdbc.sql(
            """
            SELECT status || ' ' || amount || ' ' || COALESCE(counts_attempt, 'null')
            FROM payment_operation WHERE payment_uuid = ? AND kind = ? ORDER BY uuid
            """)
        .params(uuid(), kind)
        .query(String.class)
        .list();
  }

  protected @Nullable String caseDetail(String name) {
    return jdbc.sql("SELECT detail ->> ? FROM reconciliation_case WHERE payment_uuid = ?")
        .params(name, uuid())
        .query(String.class)
        .single();
  }
}
