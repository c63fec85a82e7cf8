package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.embedded.EphemeralRedis;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceIT {

  private static final String SENT_TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SENT_SPAN = "b7ad6b7169203331";
  private static final String AUTHORIZED = "Bearer " + Tokens.merchant("trace");

  private static GatewayServer gateway;

  @BeforeAll
  static void start() {
    gateway =
        GatewayServer.start(
            "SPRING_DATA_REDIS_URL=" + EphemeralRedis.url() + "/2",
            "florin.gateway.rate-limit.address.capacity=1",
            "florin.gateway.rate-limit.address.refill-per-second=1");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void forget() {
    gateway.backend().resetRequests();
  }

  /** Not even the flag by which the client would keep its request out of our traces. */
  @Test
  void aTraceFromOutsideIsLinkedAndNotContinued() {
    Reply reply = ask(gateway, "00-" + SENT_TRACE + "-" + SENT_SPAN + "-00", "secret=1");

    String trace = traceId(reply);
    assertThat(trace).isNotEqualTo(SENT_TRACE);
    assertThat(received(gateway, "traceparent")).matches("00-" + trace + "-[0-9a-f]{16}-0[13]");
    assertThat(received(gateway, "tracestate")).isNull();
    SpanData edge = serverSpan(gateway, trace);
    assertThat(edge.getParentSpanContext().isValid()).isFalse();
    assertThat(edge.getLinks())
        .singleElement()
        .extracting(LinkData::getSpanContext)
        .satisfies(
            link -> {
              assertThat(link.getTraceId()).isEqualTo(SENT_TRACE);
              assertThat(link.getSpanId()).isEqualTo(SENT_SPAN);
            });
  }

  @Test
  void whatIsNoTraceIsNotLinked() {
    Reply reply = ask(gateway, "00-" + SENT_TRACE + "-zzz-01", "");

    assertThat(serverSpan(gateway, traceId(reply)).getLinks()).isEmpty();
  }

  @Test
  void aTraceFromTrustedClientsGoesOn() {
    try (GatewayServer inside = GatewayServer.start("florin.gateway.edge.trust-traceparent=true")) {
      Reply reply = ask(inside, "00-" + SENT_TRACE + "-" + SENT_SPAN + "-01", "");

      assertThat(traceId(reply)).isEqualTo(SENT_TRACE);
      SpanData edge = serverSpan(inside, SENT_TRACE);
      assertThat(edge.getParentSpanId()).isEqualTo(SENT_SPAN);
      assertThat(edge.getLinks()).isEmpty();
      assertThat(received(inside, "traceparent"))
          .startsWith("00-" + SENT_TRACE)
          .doesNotContain(SENT_SPAN);
    }
  }

  @Test
  void everyAnswerNamesItsTrace() {
    Map<Integer, Reply> replies = new TreeMap<>();
    for (Reply reply :
        List.of(
            gateway.get("/api/v1/payments", "Authorization", AUTHORIZED),
            gateway.get("/api/v1/payments"),
            gateway.get("/api/v1/nothing", "Authorization", AUTHORIZED),
            gateway.get("/oauth2/jwks"),
            gateway.get("/oauth2/jwks"),
            gateway.get("/oauth2/jwks"))) {
      replies.put(reply.status(), reply);
    }

    assertThat(replies.keySet()).containsExactly(200, 401, 404, 429);
    assertThat(replies.values())
        .allSatisfy(reply -> assertThat(traceId(reply)).matches("[0-9a-f]{32}"));
  }

  private static Reply ask(GatewayServer gateway, String traceparent, String tracestate) {
    return gateway.get(
        "/api/v1/payments",
        "Authorization",
        AUTHORIZED,
        "traceparent",
        traceparent,
        "tracestate",
        tracestate);
  }

  private static String traceId(Reply reply) {
    return reply.header("traceresponse").split("-", -1)[1];
  }

  private static String received(GatewayServer gateway, String header) {
    return gateway.backend().findAll(anyRequestedFor(anyUrl())).getFirst().getHeader(header);
  }

  private static SpanData serverSpan(GatewayServer gateway, String trace) {
    return gateway.spans().stream()
        .filter(span -> span.getKind() == SpanKind.SERVER && span.getTraceId().equals(trace))
        .findFirst()
        .orElseThrow();
  }
}
