package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import dev.florin.system.OtlpSink.HeardLine;
import dev.florin.system.OtlpSink.HeardSpan;
import dev.florin.system.PaymentApi.Answer;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the platform tells of itself, as a collector hears it and Prometheus scrapes it. */
@Tag("faults")
@ExtendWith(TelemetryStackExtension.class)
class TelemetryIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int MOST_SPANS = 40;
  private static final int MOST_BYTES = 25_000;

  /** Renamed or removed in the semantic conventions 1.44. */
  private static final Set<String> DEPRECATED =
      Set.of(
          "http.method",
          "http.status_code",
          "http.url",
          "http.target",
          "http.scheme",
          "http.host",
          "http.client_ip",
          "http.user_agent",
          "net.peer.name",
          "net.peer.port",
          "net.host.name",
          "net.host.port",
          "net.sock.peer.addr",
          "db.system",
          "db.statement",
          "db.operation",
          "db.sql.table",
          "db.name",
          "db.user",
          "messaging.operation",
          "messaging.kafka.consumer.group",
          "messaging.kafka.destination.partition",
          "messaging.kafka.message.offset",
          "messaging.client_id",
          "code.function",
          "code.namespace",
          "code.filepath",
          "code.lineno",
          "deployment.environment",
          "exception.escaped",
          "event.name",
          "enduser.id",
          "peer.service");

  /** Metrics that have their names from others: Micrometer's of the JVM, Kafka's client's own. */
  private static final List<String> OTHERS = List.of("jvm_", "kafka_");

  /** No token, and passes the check that card numbers pass. */
  private static final String CARD = "5555555555554444";

  @Test
  void everyServiceTellsItsTracesItsMetricsAndItsLogs(
      Florin florin, PaymentApi api, OtlpSink sink) {
    assertThat(api.pay("USER_961", "10.00", null).status()).isEqualTo(201);
    assertThat(api.pay("USER_961", "10.00", "tok_pending").status()).isEqualTo(202);
    for (Service service : Service.values()) {
      // A part that starts says so.
      restart(florin, service.part());
    }
    awaitOpenWay(florin);

    for (Service service : Service.values()) {
      Awaitility.await(service + " is heard of")
          .atMost(SOON)
          .until(
              () ->
                  sink.spans().stream().anyMatch(it -> it.service().equals(service.module()))
                      && sink.lines().stream()
                          .anyMatch(it -> it.service().equals(service.module())));
      assertThat(florin.metrics(service.part()))
          .contains("application=\"" + service.module() + "\"", "jvm_memory_used_bytes");
    }
  }

  @Test
  void onePaymentIsThisTrace(PaymentApi api, OtlpSink sink) throws IOException {
    for (int warm = 0; warm < 5; warm++) {
      awaitWhole(api.pay("USER_962", "11.00", null), sink);
    }
    Answer paid = api.pay("USER_962", "12.00", null);
    List<HeardSpan> trace = awaitWhole(paid, sink);

    int bytes =
        trace.stream().mapToInt(it -> it.span().getSerializedSize()).sum()
            + sink.linesOf(paid.traceId()).stream()
                .mapToInt(it -> it.line().getSerializedSize())
                .sum();
    System.out.printf("a payment: %d spans, %d bytes of OTLP%n", trace.size(), bytes);
    // Where the difference is wanted, this file takes the place of the other.
    Files.writeString(Path.of("target", "golden-trace.txt"), SpanTree.of(trace));
    assertThat(SpanTree.of(trace)).isEqualTo(SpanTree.golden());
    assertThat(trace).hasSizeLessThanOrEqualTo(MOST_SPANS);
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void everyLineThatIsWrittenWhileAPaymentIsMadeCarriesItsTrace(PaymentApi api, OtlpSink sink) {
    Answer paid = api.pay("USER_963", "13.00", null);
    awaitWhole(paid, sink);

    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(sink.linesOf(paid.traceId()))
                    .extracting(HeardLine::service)
                    .contains("payment-service", "notification-service"));
  }

  @Test
  void noNameIsOneThatTheConventionsHaveGivenUp(Florin florin, PaymentApi api, OtlpSink sink) {
    awaitWhole(api.pay("USER_964", "14.00", null), sink);
    api.pay("USER_964", "14.00", "tok_4000000000000002");
    api.get("/api/v1/payments?limit=1");

    Set<String> used = new TreeSet<>();
    for (HeardSpan heard : sink.spans()) {
      names(heard.span().getAttributesList(), used);
      heard.span().getEventsList().forEach(event -> names(event.getAttributesList(), used));
    }
    sink.lines().forEach(heard -> names(heard.line().getAttributesList(), used));
    assertThat(used)
        .contains("http.request.method", "db.system.name")
        .doesNotContainAnyElementsOf(DEPRECATED);
    for (Service service : Service.values()) {
      assertThat(metricNames(florin.metrics(service.part())))
          .as("seconds and bytes, as Prometheus wants them")
          .filteredOn(name -> OTHERS.stream().noneMatch(name::startsWith))
          .noneMatch(name -> name.matches(".*_(milliseconds|millis|ms|micros|nanos)(_.*)?"));
    }
  }

  @Test
  void anExemplarLeadsToATrace(Florin florin, PaymentApi api, OtlpSink sink) throws IOException {
    Answer paid = api.pay("USER_965", "15.00", null);
    awaitWhole(paid, sink);

    for (String part : List.of("gateway", "payment", "account")) {
      assertThat(exemplars(florin, part))
          .as(part)
          .isNotEmpty()
          .anyMatch(traceId -> !sink.trace(traceId).isEmpty());
    }
  }

  @Test
  void noCardNumberAndNoSecretGetsAnywhere(Florin florin, PaymentApi api, OtlpSink sink)
      throws IOException {
    String key = UUID.randomUUID().toString();
    String body =
        "{\"user_id\":\"%s\",\"amount\":1.00,\"currency\":\"USD\",\"payment_method\":\"credit_card\"%s}";
    List<Answer> answers =
        List.of(
            api.post("/api/v1/payments", key, body.formatted(CARD, "")),
            api.post(
                "/api/v1/payments",
                key,
                body.formatted("USER_966", ",\"description\":\"card " + CARD + "\"")),
            api.post(
                "/api/v1/payments",
                key,
                body.formatted("USER_966", ",\"payment_token\":\"" + CARD + "\"")),
            api.post(
                "/api/v1/payments",
                key,
                body.formatted("USER_966", ",\"metadata\":{\"card\":\"" + CARD + "\"}")),
            api.post("/api/v1/payments", "key-" + CARD, body.formatted("USER_966", "")),
            api.get("/api/v1/payments/" + CARD),
            api.get("/api/v1/payments?user_id=" + CARD),
            api.send(
                api.request("/api/v1/payments/PAY_NONE")
                    .header("User-Agent", "card " + CARD)
                    .header("X-Request-Id", CARD)
                    .header("baggage", "session_id=" + CARD)
                    .GET()),
            api.send(
                api.request("/api/v1/sessions")
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"merchant_id\":\"demo\",\"user_id\":\"USER_966\",\"password\":\"%s\"}"
                                .formatted(CARD)))));
    assertThat(answers)
        .extracting(Answer::status)
        .allMatch(status -> status >= 200 && status < 500);
    for (Answer answer : answers) {
      Awaitility.await("all of it was heard of")
          .atMost(SOON)
          .until(() -> !sink.trace(answer.traceId()).isEmpty());
    }
    Answer paid = api.pay("USER_966", "16.00", null);
    awaitWhole(paid, sink);
    Awaitility.await("the log too")
        .atMost(SOON)
        .until(() -> !sink.linesOf(paid.traceId()).isEmpty());

    List<String> secrets = new ArrayList<>(List.of(CARD, api.token()));
    try (Stream<Path> files = Files.walk(florin.home().resolve("secrets"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        secrets.add(
            Files.readString(file).lines().skip(isPem(file) ? 1 : 0).findFirst().orElseThrow());
      }
    }
    List<String> sinks = new ArrayList<>(List.of(sink.text()));
    for (Service service : Service.values()) {
      sinks.add(florin.log(service.part()));
      sinks.add(florin.metrics(service.part()));
    }
    String events =
        florin.query("payment", "SELECT string_agg(payload::text, ' ') FROM outbox_event");
    assertThat(events).contains(paid.field("payment_id"));
    sinks.add(events);
    for (String told : sinks) {
      assertThat(told).isNotEmpty();
      for (String secret : secrets) {
        assertThat(told.contains(secret)).as("a secret that was told").isFalse();
      }
    }
  }

  @Test
  void theLastSpansAreSentBeforeAServiceEnds(Florin florin, PaymentApi api, OtlpSink sink) {
    Answer paid = api.pay("USER_967", "17.00", null);
    restart(florin, "payment");
    awaitOpenWay(florin);

    assertThat(sink.trace(paid.traceId()))
        .anyMatch(
            it ->
                it.service().equals("payment-service")
                    && it.span().getName().equals("payment.process"));
  }

  @Test
  void withoutACollectorPaymentsGoOnAndLostSpansAreCounted(
      Florin florin, PaymentApi api, OtlpSink sink) {
    for (int warm = 0; warm < 100; warm++) {
      api.pay("USER_968", "1.00", null);
    }
    long with = p95Millis(api);
    double lost = lostSpans(florin);
    sink.close();
    long without;
    try {
      without = p95Millis(api);
      Awaitility.await("what could not be sent is counted")
          .atMost(Duration.ofMinutes(1))
          .until(() -> lostSpans(florin) > lost);
    } finally {
      sink.reopen();
    }
    System.out.printf("P95 with a collector %d ms, without %d ms%n", with, without);
    assertThat(without).isLessThan(2 * with + 20);
    awaitWhole(api.pay("USER_968", "1.00", null), sink);
  }

  private static void restart(Florin florin, String part) {
    try {
      florin.stop(part);
    } finally {
      florin.start(part);
    }
  }

  private static void awaitOpenWay(Florin florin) {
    PaymentApi fresh = new PaymentApi(florin);
    Awaitility.await("payments succeed again")
        .atMost(Duration.ofMinutes(1))
        .until(() -> fresh.pay("USER_961", "10.00", null).status() == 201);
  }

  private static long p95Millis(PaymentApi api) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long begin = System.nanoTime();
      assertThat(api.pay("USER_968", "1.00", null).status()).isEqualTo(201);
      millis.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }
    return millis.stream().sorted().skip(189).findFirst().orElseThrow();
  }

  private static double lostSpans(Florin florin) {
    return florin
        .metrics("payment")
        .lines()
        .filter(line -> line.startsWith("telemetry_spans_total"))
        .filter(line -> line.contains("outcome=\"failed\"") || line.contains("outcome=\"dropped\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** All of the trace, once it is whole. */
  private static List<HeardSpan> awaitWhole(Answer paid, OtlpSink sink) {
    assertThat(paid.status()).as(paid.text()).isEqualTo(201);
    Awaitility.await("the trace of the payment is whole")
        .atMost(SOON)
        .until(() -> SpanTree.isWhole(sink.trace(paid.traceId())));
    return sink.trace(paid.traceId());
  }

  private static void names(List<KeyValue> attributes, Set<String> used) {
    attributes.forEach(attribute -> used.add(attribute.getKey()));
  }

  private static Stream<String> metricNames(String scraped) {
    return scraped
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .distinct();
  }

  private static List<String> exemplars(Florin florin, String part) throws IOException {
    URLConnection connection =
        florin.management(part).resolve("/actuator/prometheus").toURL().openConnection();
    connection.setRequestProperty("Accept", "application/openmetrics-text");
    try (InputStream stream = connection.getInputStream()) {
      Matcher matcher =
          Pattern.compile("# \\{.*trace_id=\"([0-9a-f]{32})\"")
              .matcher(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      return matcher.results().map(found -> found.group(1)).distinct().toList();
    }
  }

  private static boolean isPem(Path file) {
    try {
      return Files.readString(file).startsWith("-----BEGIN");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
