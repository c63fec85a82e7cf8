package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.reassessment.ReassessPayments;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Payments that went on without an assessment are assessed afterwards. */
class ReassessmentIT extends PaymentServer {

  private static final String DENY = "{\"decision\":\"deny\",\"level\":\"high\",\"score\":95}";

  private final String merchantId = newMerchant();

  @Autowired private ReassessPayments reassess;
  @Autowired private MeterRegistry meters;

  @BeforeEach
  void aPaymentGoesOnWithoutAnAssessment() {
    nothingElseIsDue();
    merchant(merchantId).pay(newKey(), body("PAY_0"));
    DOWNSTREAMS.risk(serverError());
    assertThat(merchant(merchantId).pay(newKey(), body("PAY_1")).status()).isEqualTo(201);
    DOWNSTREAMS.reset();
  }

  @AfterEach
  void nothingElseIsDue() {
    jdbc.sql(
            "UPDATE payment_reassessment SET resume_at = now() + interval '1 d' WHERE decision IS NULL")
        .update();
  }

  @Test
  void itIsAssessedAfterAPauseUnderAnIdOfItsOwnOnce() {
    double before = counted("allow");
    reassess.reassessDue();
    assertThat(DOWNSTREAMS.calls()).isEmpty();

    makeDue();
    reassess.reassessDue();
    reassess.reassessDue();

    assertThat(DOWNSTREAMS.calls())
        .containsExactly("/internal/assessments/" + uuid() + ":reassess");
    assertThat(decision()).isEqualTo("allow low 7");
    assertThat(counted("allow") - before).isEqualTo(1);
    assertThat(cases()).isEmpty();
  }

  @Test
  void onlyWhatWentOnWithoutAnAssessmentIsAssessedAgain() {
    assertThat(
            jdbc.sql(
                    """
                    SELECT payment_id FROM payment_reassessment
                    JOIN payment ON uuid = payment_uuid WHERE merchant_id = ?
                    """)
                .param(merchantId)
                .query(String.class)
                .list())
        .containsExactly("PAY_1");
  }

  @Test
  void aDenialThatComesLateIsACaseAndMovesNothing() {
    double before = counted("deny");
    DOWNSTREAMS.risk(okJson(DENY));

    makeDue();
    reassess.reassessDue();

    assertThat(decision()).isEqualTo("deny high 95");
    assertThat(cases()).containsExactly("late_denial open 95");
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    assertThat(counted("deny") - before).isEqualTo(1);
  }

  @Test
  void aDenialOfWhatHasFailedIsNoCase() {
    jdbc.sql(
            """
            UPDATE payment SET status = 'failed', failure_code = 'card_declined', captured = 0
            WHERE uuid = ?
            """)
        .param(uuid())
        .update();
    DOWNSTREAMS.risk(okJson(DENY));

    makeDue();
    reassess.reassessDue();

    assertThat(decision()).isEqualTo("deny high 95");
    assertThat(cases()).isEmpty();
  }

  @Test
  void whileThereIsNoAssessmentToBeHadItIsTriedAfterGrowingPauses() {
    DOWNSTREAMS.risk(serverError());

    for (int pause : List.of(5, 30, 120, 600)) {
      makeDue();
      reassess.reassessDue();
      assertThat(secondsUntilDue()).isBetween(pause - 2, pause);
    }
    DOWNSTREAMS.risk(okJson(Downstreams.ALLOW));
    makeDue();
    reassess.reassessDue();

    assertThat(decision()).isEqualTo("allow low 7");
  }

  @Test
  void severalInstancesAtOnceAssessItOnce() {
    DOWNSTREAMS.risk(okJson(DENY).withFixedDelay(200));
    makeDue();

    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        workers.execute(reassess::reassessDue);
      }
    }

    assertThat(DOWNSTREAMS.calls()).hasSize(1);
    assertThat(cases()).hasSize(1);
  }

  @Test
  void whoeverDiedOverItLeavesItToTheNextAfterTheLease() {
    jdbc.sql(
            """
            UPDATE payment_reassessment
            SET leased = true, resumptions = 1, resume_at = now() + interval '15 s'
            WHERE payment_uuid = ?
            """)
        .param(uuid())
        .update();
    reassess.reassessDue();
    assertThat(DOWNSTREAMS.calls()).isEmpty();

    makeDue();
    reassess.reassessDue();

    assertThat(decision()).isEqualTo("allow low 7");
  }

  private UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  private void makeDue() {
    jdbc.sql(
            "UPDATE payment_reassessment SET resume_at = now() WHERE payment_uuid = ? AND decision IS NULL")
        .param(uuid())
        .update();
  }

  private String decision() {
    return jdbc.sql(
            """
            SELECT decision || ' ' || level || ' ' || score FROM payment_reassessment
            WHERE payment_uuid = ?
            """)
        .param(uuid())
        .query(String.class)
        .single();
  }

  private int secondsUntilDue() {
    return jdbc.sql(
            """
            SELECT round(extract(epoch FROM resume_at - now())) FROM payment_reassessment
            WHERE payment_uuid = ?
            """)
        .param(uuid())
        .query(Integer.class)
        .single();
  }

  private List<@Nullable String> cases() {
    return jdbc.sql(
            """
            SELECT kind || ' ' || status || ' ' || (detail ->> 'risk_score')
            FROM reconciliation_case WHERE payment_uuid = ?
            """)
        .param(uuid())
        .query(String.class)
        .list();
  }

  private double counted(String decision) {
    Counter counter = meters.find("payment.reassessments").tag("decision", decision).counter();
    return counter == null ? 0 : counter.count();
  }
}
