package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.support.RecordedSpans;
import dev.florin.web.deadline.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a payment tells about itself while it is made. */
class PaymentTelemetryIT extends PaymentServer {

  private final String merchantId = newMerchant();

  @Autowired private RecordedSpans spans;
  @Autowired private MeterRegistry meters;
  @Autowired private ResumePayments resume;

  @Test
  void everyStepOfAPaymentIsASpanUnderItsProcess() {
    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    SpanData process = process(reply);
    assertThat(childrenOf(process))
        .containsExactly(
            "payment.idempotency_check",
            "payment.risk_check",
            "payment.balance_deduct",
            "payment.channel_process",
            "payment.send_notification");
    assertThat(text(process, "payment.id")).isEqualTo("PAY_1");
    assertThat(text(process, "payment.user_id")).isEqualTo("USER_1");
    assertThat(text(process, "payment.amount")).isEqualTo("19.99");
    assertThat(text(process, "payment.currency")).isEqualTo("USD");
    assertThat(text(process, "payment.method")).isEqualTo("credit_card");
    assertThat(text(process, "payment.outcome")).isEqualTo("succeeded");
    SpanData risk = child(process, "payment.risk_check");
    assertThat(text(risk, "risk.level")).isEqualTo("low");
    assertThat(text(risk, "risk.score")).isEqualTo("7");
    assertThat(text(child(process, "payment.channel_process"), "transaction.id")).isEqualTo("ch_1");
  }

  @Test
  void aCompensationIsASpanOfItsOwn() {
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    merchant(merchantId).pay(newKey(), body("PAY_1"));

    Api.Reply stored = merchant(merchantId).get("/api/v1/payments/PAY_1");
    SpanData process = process(stored);
    assertThat(childrenOf(process))
        .containsSubsequence("payment.channel_process", "payment.balance_refund");
    assertThat(text(process, "payment.outcome")).isEqualTo("compensated");
  }

  @Test
  void aResumedPaymentHasATraceOfItsOwnThatIsLinkedToItsCause() {
    DOWNSTREAMS.channel(okJson("{\"result\":\"unknown\"}"));
    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    jdbc.sql("UPDATE payment SET resume_at = now() WHERE merchant_id = ?")
        .param(merchantId)
        .update();
    resume.resumeDue();

    String cause = reply.field("trace_id");
    SpanData resumed =
        spans.named("payment.resume").stream()
            .filter(span -> span.getLinks().stream().anyMatch(it -> isTrace(it, cause)))
            .findFirst()
            .orElseThrow();
    assertThat(resumed.getParentSpanContext().isValid()).isFalse();
    assertThat(resumed.getTraceId()).isNotEqualTo(cause);
    assertThat(childrenOf(resumed)).contains("payment.risk_check", "payment.channel_process");
  }

  private static boolean isTrace(io.opentelemetry.sdk.trace.data.LinkData link, String traceId) {
    return link.getSpanContext().getTraceId().equals(traceId);
  }

  @Test
  void theNeighboursGetTheTraceAndTheUserInTheBaggage() {
    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(DOWNSTREAMS.requests())
        .hasSize(3)
        .allSatisfy(
            request -> {
              assertThat(request.getHeader("traceparent")).contains(reply.field("trace_id"));
              assertThat(request.getHeader("baggage")).contains("user_id=USER_1");
            });
  }

  @Test
  void theTimeAtThirdPartiesIsToldOn() {
    DOWNSTREAMS.channel(
        okJson(Downstreams.APPROVED).withHeader("Server-Timing", "third-party;dur=1234"));

    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("Server-Timing")).isEqualTo("third-party;dur=1234");
  }

  @Test
  void eachHopShowsTheTimeItHasLeftWhichShrinks() {
    Api.Reply reply = merchant(merchantId).pay(newKey(), body("PAY_1"));

    process(reply);
    String traceId = reply.field("trace_id");
    await().until(() -> spans.ofTrace(traceId).stream().anyMatch(PaymentTelemetryIT::isServer));
    List<Long> served = remaining(traceId, SpanKind.SERVER);
    List<Long> asked = remaining(traceId, SpanKind.CLIENT);
    assertThat(served).hasSize(1).allSatisfy(left -> assertThat(left).isBetween(4_000L, 5_000L));
    assertThat(asked)
        .as("risk, account, channel")
        .hasSize(3)
        .satisfiesExactly(
            risk -> assertThat(risk).isBetween(1L, 1_000L),
            account -> assertThat(account).isBetween(1L, 2_000L),
            channel -> assertThat(channel).isBetween(1L, 3_000L));
    assertThat(
            DOWNSTREAMS.requests().stream()
                .map(request -> Long.valueOf(request.getHeader(Deadline.HEADER))))
        .as("what the neighbours were told")
        .containsExactlyInAnyOrderElementsOf(asked);
  }

  @Test
  void breakersAndBulkheadsOfAllNeighboursAreMeasured() {
    List<String> neighbours =
        List.of(
            "risk",
            "account",
            "channel",
            "timeline-risk",
            "timeline-account",
            "timeline-channel",
            "timeline-notification");

    assertThat(names("resilience4j.circuitbreaker.state")).containsAll(neighbours);
    assertThat(names("resilience4j.bulkhead.available.concurrent.calls")).containsAll(neighbours);
    assertThat(
            meters
                .get("resilience4j.bulkhead.max.allowed.concurrent.calls")
                .tag("name", "timeline-risk")
                .gauge()
                .value())
        .isEqualTo(32);
  }

  private Set<String> names(String meter) {
    return meters.get(meter).gauges().stream()
        .map(gauge -> Objects.requireNonNull(gauge.getId().getTag("name")))
        .collect(Collectors.toSet());
  }

  private static boolean isServer(SpanData span) {
    return span.getKind() == SpanKind.SERVER;
  }

  private List<Long> remaining(String traceId, SpanKind kind) {
    return spans.ofTrace(traceId).stream()
        .filter(span -> span.getKind() == kind)
        .map(span -> span.getAttributes().get(AttributeKey.longKey("florin.deadline.remaining_ms")))
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void requestsAreCountedByWhatTheyCameTo() {
    double succeeded = count("success");
    double failed = count("failed");
    double rejected = count("rejected");
    double repeated = count("duplicate");
    double open = count("processing");
    String key = newKey();

    merchant(merchantId).pay(key, body("PAY_1"));
    merchant(merchantId).pay(key, body("PAY_1"));
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));
    merchant(merchantId).pay(newKey(), body("PAY_2"));
    DOWNSTREAMS.channel(okJson("{\"result\":\"pending\"}"));
    merchant(merchantId).pay(newKey(), body("PAY_3"));
    DOWNSTREAMS.risk(okJson("{\"decision\":\"deny\",\"level\":\"high\",\"score\":90}"));
    merchant(merchantId).pay(newKey(), body("PAY_4"));

    assertThat(count("success") - succeeded).isEqualTo(1);
    assertThat(count("duplicate") - repeated).isEqualTo(1);
    assertThat(count("failed") - failed).isEqualTo(1);
    assertThat(count("processing") - open).isEqualTo(1);
    assertThat(count("rejected") - rejected).isEqualTo(1);
    assertThat(meters.get("payment.success_rate").gauge().value()).isBetween(0.0, 1.0);
    assertThat(meters.get("payment.duration").tag("method", "credit_card").timer().count())
        .isPositive();
    assertThat(
            meters
                .get("payment_errors_total")
                .tag("step", "payment.channel_process")
                .counter()
                .count())
        .isPositive();
  }

  @Test
  void howLongAPaymentTakesToItsEndIsToldWhenItHasOneAndWaitedForNobody() {
    long before = resolutions();
    DOWNSTREAMS.channel(okJson("{\"result\":\"unknown\"}"));
    merchant(merchantId).pay(newKey(), body("PAY_1"));
    assertThat(resolutions()).isEqualTo(before);

    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    jdbc.sql(
            """
            UPDATE payment SET resume_at = now(), created_at = created_at - interval '2 minutes'
            WHERE merchant_id = ?
            """)
        .param(merchantId)
        .update();
    resume.resumeDue();

    assertThat(resolutions()).isEqualTo(before + 1);
    assertThat(meters.get("payment.resolution").timer().max(TimeUnit.SECONDS))
        .isBetween(120d, 600d);

    DOWNSTREAMS.risk(okJson("{\"decision\":\"review\",\"level\":\"medium\",\"score\":50}"));
    merchant(merchantId).pay(newKey(), body("PAY_2"));
    assertThat(resolutions()).as("it waits for a person").isEqualTo(before + 1);
  }

  private long resolutions() {
    Timer timer = meters.find("payment.resolution").timer();
    return timer == null ? 0 : timer.count();
  }

  private double count(String status) {
    Counter counter = meters.find("payment.requests.total").tag("status", status).counter();
    return counter == null ? 0 : counter.count();
  }

  private SpanData process(Api.Reply reply) {
    String traceId = reply.field("trace_id");
    await()
        .until(
            () ->
                spans.ofTrace(traceId).stream()
                    .anyMatch(span -> span.getName().equals("payment.process")));
    return spans.ofTrace(traceId).stream()
        .filter(span -> span.getName().equals("payment.process"))
        .findFirst()
        .orElseThrow();
  }

  private List<String> childrenOf(SpanData parent) {
    return spans.ofTrace(parent.getTraceId()).stream()
        .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
        .map(SpanData::getName)
        .filter(name -> name.startsWith("payment."))
        .toList();
  }

  private SpanData child(SpanData parent, String name) {
    return spans.ofTrace(parent.getTraceId()).stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable String text(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.stringKey(attribute));
  }
}
