package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import dev.florin.system.Trace.Span;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class TraceIT {

  private static final List<String> SERVICES =
      List.of(
          "gateway",
          "payment-service",
          "risk-service",
          "account-service",
          "channel-service",
          "sandbox-psp",
          "notification-service");

  @Test
  void onePaymentIsOneTraceThroughEveryService(Florin florin, PaymentApi api) {
    Answer paid = api.pay("USER_301", "12.34", null);
    assertThat(paid.status()).as(paid.text()).isEqualTo(201);

    Trace trace = Trace.awaitEnd(florin.traces(), paid.traceId());

    assertThat(trace.spans()).extracting(Span::service).contains(SERVICES.toArray(String[]::new));
    Span gateway = trace.span("gateway", "POST /api/v1/payments");
    assertThat(gateway.kind()).isEqualTo("SERVER");
    Span server = trace.span("payment-service", "POST /api/v1/payments");
    assertThat(trace.isBelow(server, gateway)).isTrue();
    assertThat(remaining(server)).isPositive().isLessThan(remaining(gateway));
    for (String neighbour : List.of("risk-service", "account-service", "channel-service")) {
      Span asked = trace.find(span -> isServer(span, neighbour)).orElseThrow();
      assertThat(remaining(asked)).as(neighbour).isPositive().isLessThan(remaining(server));
    }
    Span process = trace.span("payment-service", "payment.process");
    assertThat(trace.isBelow(process, server)).isTrue();
    assertThat(trace.childrenOf(process).map(Span::name))
        .contains(
            "payment.idempotency_check",
            "payment.risk_check",
            "payment.balance_deduct",
            "payment.channel_process",
            "payment.send_notification");
    assertBelow(trace, "risk-service", "risk.evaluate", "payment.risk_check");
    assertBelow(trace, "risk-service", "risk.check", "payment.risk_check");
    assertBelow(trace, "account-service", "account.deduct", "payment.balance_deduct");
    assertBelow(trace, "channel-service", "channel.pay", "payment.channel_process");
    assertBelow(trace, "notification-service", "notification.send", "payment.send_notification");
  }

  @Test
  void theTraceShowsStatementsTheExternalCallAndTheTopic(Florin florin, PaymentApi api) {
    Answer paid = api.pay("USER_302", "12.35", null);
    Trace trace = Trace.awaitEnd(florin.traces(), paid.traceId());

    Span deduct = trace.span("account-service", "account.deduct");
    assertThat(trace.spans())
        .as("statements below account.deduct")
        .anySatisfy(
            span -> {
              assertThat(span.hasTagLike("db.")).isTrue();
              assertThat(trace.isBelow(span, deduct)).isTrue();
            });
    assertThat(deduct.hasTagLike("account.balance.before")).isTrue();
    assertThat(deduct.hasTagLike("account.balance.after")).isTrue();
    Span channel = trace.span("channel-service", "channel.pay");
    assertThat(trace.spans())
        .as("external call below channel.pay")
        .anySatisfy(
            span -> {
              assertThat(span.service()).isEqualTo("channel-service");
              assertThat(span.kind()).isEqualTo("CLIENT");
              assertThat(span.tag("url.full")).contains("/v1/charges");
              assertThat(trace.isBelow(span, channel)).isTrue();
            });
    Span producer =
        trace
            .find(s -> s.service().equals("payment-service") && s.kind().equals("PRODUCER"))
            .orElseThrow(() -> new AssertionError("no producer in " + trace));
    assertThat(trace.isBelow(producer, trace.span("payment-service", "payment.send_notification")))
        .isTrue();
    assertThat(trace.childrenOf(producer))
        .filteredOn(span -> span.kind().equals("CONSUMER"))
        .extracting(Span::service)
        .contains("notification-service", "account-service");
  }

  @Test
  void spansCarryTheBaggageAndNothingSecret(Florin florin, PaymentApi api) {
    Answer paid = api.pay("USER_303", "12.36", "tok_4242424242424242");
    Trace trace = Trace.awaitEnd(florin.traces(), paid.traceId());

    Span process = trace.span("payment-service", "payment.process");
    assertThat(process.tag("payment.id")).isEqualTo(paid.field("payment_id"));
    assertThat(process.tag("payment.amount")).isEqualTo("12.36");
    assertThat(process.tag("payment.currency")).isEqualTo("USD");
    assertThat(process.tag("payment.method")).isEqualTo("credit_card");
    Span deduct = trace.span("account-service", "account.deduct");
    assertThat(deduct.tag("user_id")).isEqualTo("USER_303");
    assertThat(deduct.tag("request_id")).isNotEmpty();
    assertThat(deduct.tag("session_id")).isNotEmpty();
    assertThat(trace.spans())
        .allSatisfy(span -> assertThat(span.tags().toString()).doesNotContain("4242424242424242"));
  }

  @Test
  void logLinesOfThePaymentCarryItsTraceId(Florin florin, PaymentApi api) {
    Answer paid = api.pay("USER_304", "12.37", null);

    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              assertThat(florin.log("payment")).contains(paid.traceId());
              assertThat(florin.log("notification")).contains(paid.traceId());
            });
  }

  @Test
  void aDeclinedPaymentShowsTheRefundInItsTrace(Florin florin, PaymentApi api) {
    Answer declined = api.pay("USER_305", "12.38", "tok_4000000000000002");

    Trace trace = Trace.awaitEnd(florin.traces(), declined.traceId());

    assertBelow(trace, "payment-service", "payment.balance_refund", "payment.process");
    assertBelow(trace, "account-service", "account.refund", "payment.balance_refund");
  }

  private static boolean isServer(Span span, String service) {
    return span.service().equals(service) && span.kind().equals("SERVER");
  }

  /** The milliseconds that the hop had left when it began. */
  private static long remaining(Span hop) {
    return Long.parseLong(hop.tag("florin.deadline.remaining_ms"));
  }

  private static void assertBelow(Trace trace, String service, String name, String step) {
    assertThat(trace.isBelow(trace.span(service, name), trace.span("payment-service", step)))
        .as("%s is below %s in %s", name, step, trace)
        .isTrue();
  }
}
