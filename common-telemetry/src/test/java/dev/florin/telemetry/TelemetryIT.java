package dev.florin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import dev.florin.localstack.embedded.EphemeralRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A real service, real stores and a collector of our own at the other end. */
@ExtendWith(OutputCaptureExtension.class)
class TelemetryIT {

  private static final OtlpSink collector = new OtlpSink();
  private static final HttpClient http = HttpClient.newHttpClient();
  private static final EmbeddedKafkaBroker kafka =
      new EmbeddedKafkaKraftBroker(1, 1, SampleApplication.TOPIC);
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start() {
    kafka.afterPropertiesSet();
    Database database = EphemeralPostgres.database("telemetry");
    service =
        SpringApplication.run(
            SampleApplication.class,
            "--management.opentelemetry.tracing.export.otlp.endpoint="
                + collector.endpoint()
                + "/v1/traces",
            "--management.opentelemetry.logging.export.otlp.endpoint="
                + collector.endpoint()
                + "/v1/logs",
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password(),
            "--spring.data.redis.url=" + EphemeralRedis.url(),
            "--spring.kafka.bootstrap-servers=" + kafka.getBrokersAsString());
  }

  @AfterAll
  static void stop() {
    service.close();
    kafka.destroy();
    http.close();
    collector.close();
  }

  @Test
  void oneRequestIsOneTraceThroughHttpSqlRedisAndKafka() {
    HttpResponse<String> answer = get("/orders/" + UUID.randomUUID());

    String traceId = traceIdOf(answer);
    assertThat(answer.body()).as("trace id seen by the task executor").isEqualTo(traceId);
    List<Span> trace = traceWith(traceId, "UPDATE sample");
    Span server = named(trace, "GET /orders/{id}");
    Span process = named(trace, "order.process");
    Span client =
        named(trace, "GET /prices/{id}", span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
    Span price =
        named(trace, "GET /prices/{id}", span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER);
    Span insert = named(trace, "INSERT sample");
    Span set = named(trace, "SET");
    Span send = named(trace, "send sample.events");
    Span consume = named(trace, "process sample.events");
    assertThat(server.getParentSpanId().isEmpty()).isTrue();
    assertThat(List.of(process.getParentSpanId())).containsOnly(server.getSpanId());
    assertThat(
            List.of(
                client.getParentSpanId(),
                insert.getParentSpanId(),
                set.getParentSpanId(),
                send.getParentSpanId()))
        .containsOnly(process.getSpanId());
    assertThat(price.getParentSpanId()).isEqualTo(client.getSpanId());
    assertThat(consume.getParentSpanId()).isEqualTo(send.getSpanId());
    assertThat(named(trace, "UPDATE sample").getParentSpanId()).isEqualTo(consume.getSpanId());
    assertThat(trace).hasSize(10);
  }

  @Test
  void whatBecomesOfSpansIsCounted() {
    double exported = spansThatWere("exported");
    double failed = spansThatWere("failed");
    get("/orders/" + UUID.randomUUID());
    await().until(() -> spansThatWere("exported") > exported);
    assertThat(spansThatWere("failed")).isEqualTo(failed);

    collector.refuse(true);
    try {
      get("/orders/" + UUID.randomUUID());
      await().until(() -> spansThatWere("failed") > failed);
    } finally {
      collector.refuse(false);
    }
    assertThat(spansThatWere("dropped")).isZero();
  }

  private static double spansThatWere(String outcome) {
    return service
        .getBean(MeterRegistry.class)
        .get("telemetry.spans")
        .tag("outcome", outcome)
        .functionCounter()
        .count();
  }

  @Test
  void attributesFollowTheSemanticConventions() {
    String id = UUID.randomUUID().toString();

    List<Span> trace = traceWith(traceIdOf(get("/orders/" + id)), "UPDATE sample");

    assertThat(attributes(named(trace, "GET /orders/{id}")))
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.route", "/orders/{id}")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("url.path", "/orders/" + id);
    Span client =
        named(trace, "GET /prices/{id}", span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(attributes(client))
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("url.template", "/prices/{id}")
        .hasEntrySatisfying(
            "url.full", url -> assertThat(url).endsWith("?api_key=[redacted]&currency=USD"))
        .containsKey("server.port");
    assertThat(attributes(named(trace, "INSERT sample")))
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("db.operation.name", "INSERT")
        .containsEntry("db.collection.name", "sample")
        .containsEntry("db.query.text", "INSERT INTO sample (id) VALUES (?)")
        .containsEntry("server.address", "127.0.0.1")
        .containsKey("server.port")
        .doesNotContainValue(id);
    assertThat(attributes(named(trace, "SET")))
        .containsEntry("db.system.name", "redis")
        .containsEntry("db.operation.name", "SET");
    Span send = named(trace, "send sample.events");
    assertThat(send.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_PRODUCER);
    assertThat(attributes(send))
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.type", "send")
        .containsEntry("messaging.destination.name", "sample.events")
        .containsEntry("messaging.kafka.message.key", id);
    Span consume = named(trace, "process sample.events");
    assertThat(consume.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
    assertThat(attributes(consume))
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.consumer.group.name", "sample")
        .containsKeys("messaging.destination.partition.id", "messaging.kafka.offset");
  }

  @Test
  void baggageOfOursReachesEverySpanAndForeignBaggageDoesNot(CapturedOutput output) {
    String id = UUID.randomUUID().toString();
    HttpResponse<String> answer =
        get("/orders/" + id, "baggage", "merchant_id=M_1,request_id=R_1,colour=red");

    List<Span> trace = traceWith(traceIdOf(answer), "UPDATE sample");

    assertThat(trace)
        .as("all but Redis commands, whose spans start on the connection's thread")
        .filteredOn(span -> !span.getName().equals("SET"))
        .allSatisfy(
            span ->
                assertThat(attributes(span))
                    .containsEntry("merchant_id", "M_1")
                    .containsEntry("request_id", "R_1")
                    .doesNotContainKey("colour"));
    assertThat(attributes(named(trace, "UPDATE sample")))
        .as("baggage made inside an observation")
        .containsEntry("user_id", "USER_1");
    assertThat(output.getOut().lines().filter(line -> line.contains("order " + id)))
        .singleElement()
        .satisfies(line -> assertThat(line).endsWith(" request_id=R_1"));
  }

  @Test
  void baggageMadeWithOpenTelemetrysOwnMeansTravelsToo() {
    List<Span> trace = traceWith(traceIdOf(get("/edge/e")), "GET /edge/{id}");

    assertThat(attributes(named(trace, "edge.step"))).containsEntry("session_id", "S_1");
    assertThat(
            attributes(
                named(
                    trace,
                    "GET /prices/{id}",
                    span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)))
        .containsEntry("session_id", "S_1");
  }

  @Test
  void baggageNamesAreNotBelievedAsHeadersOfTheirOwn() {
    HttpResponse<String> answer = get("/prices/p", "merchant_id", "M_evil");

    Span server = named(traceWith(traceIdOf(answer), "GET /prices/{id}"), "GET /prices/{id}");

    assertThat(attributes(server)).doesNotContainKey("merchant_id");
  }

  @Test
  void cardNumbersAndSecretsLeaveNeitherInSpansNorInLogs(CapturedOutput output) {
    String id = UUID.randomUUID().toString();
    String traceId = traceIdOf(get("/orders/" + id));

    Span process = named(traceWith(traceId, "UPDATE sample"), "order.process");
    LogRecord line = logOf(traceId, "order " + id);

    assertThat(attributes(process))
        .containsEntry("card.pan", "[redacted]")
        .containsEntry("note", "paid with [redacted]");
    assertThat(line.getBody().getStringValue()).isEqualTo("order " + id + " paid with [redacted]");
    assertThat(output.getOut()).contains("order " + id + " paid with [redacted]");
    assertThat(output.getOut().lines().filter(l -> l.contains("order " + id)))
        .singleElement()
        .satisfies(
            l ->
                assertThat(l)
                    .contains("[sample-service," + traceId + ",")
                    .endsWith("paid with [redacted] step=process client_secret=[redacted]"));
  }

  @Test
  void failuresAndRefusalsMarkTheServerSpanAndStillNameTheTrace() {
    HttpResponse<String> refused = get("/refused");
    HttpResponse<String> broken = get("/broken");
    HttpResponse<String> missing = get("/nowhere");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(missing.statusCode()).isEqualTo(404);
    for (HttpResponse<String> answer : List.of(refused, broken, missing)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(collector.trace(traceIdOf(answer)))
                      .anySatisfy(
                          span ->
                              assertThat(span.getStatus().getCode())
                                  .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR)));
    }
    assertThat(collector.trace(traceIdOf(broken)).toString()).doesNotContain("4111111111111111");
  }

  @Test
  void noiseLeavesNoTrace() {
    getManagement("/actuator/health");
    String traceId = traceIdOf(get("/orders/" + UUID.randomUUID()));
    traceWith(traceId, "UPDATE sample");

    assertThat(collector.spans())
        .noneSatisfy(span -> assertThat(span.getName()).contains("actuator"))
        .noneSatisfy(span -> assertThat(span.getName()).contains("security"))
        .noneSatisfy(
            span -> {
              assertThat(span.getParentSpanId().isEmpty()).isTrue();
              assertThat(attributes(span)).containsKey("db.system.name");
            });
  }

  @Test
  void spansAreSentCompressedUnderOneResourceThatNamesTheService() {
    traceWith(traceIdOf(get("/orders/" + UUID.randomUUID())), "UPDATE sample");

    assertThat(collector.encodings()).containsOnly("gzip");
    assertThat(collector.resources())
        .allSatisfy(
            resource ->
                assertThat(OtlpSink.attributes(resource.getResource().getAttributesList()))
                    .containsEntry("service.name", "sample-service")
                    .containsEntry("service.namespace", "florin")
                    .containsKey("service.version")
                    .containsEntry("deployment.environment.name", "local"));
    assertThat(collector.resources())
        .anySatisfy(resource -> assertThat(spansOf(resource)).isGreaterThan(2));
  }

  @Test
  void prometheusReadsTheSemanticNamesInSecondsWithExemplars() {
    String traceId = traceIdOf(get("/orders/" + UUID.randomUUID()));
    traceWith(traceId, "UPDATE sample");

    String scrape = getManagement("/actuator/prometheus").body();

    assertThat(scrape)
        .contains("http_server_request_duration_seconds_bucket{application=\"sample-service\"")
        .contains("http_client_request_duration_seconds_count")
        .contains("db_client_operation_duration_seconds_count")
        .contains("messaging_client_operation_duration_seconds_count")
        .contains("messaging_process_duration_seconds_count")
        .contains("hikaricp_connections{")
        .contains("le=\"0.2\"")
        .contains("# {span_id=")
        .doesNotContain("http_server_requests", "spring_security", "_active_seconds", "actuator");
    assertThat(scrape).contains("db_system_name=\"postgresql\"", "db_system_name=\"redis\"");
  }

  private static List<Span> traceWith(String traceId, String name) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> collector.trace(traceId).stream().map(Span::getName).toList(),
            names -> names.contains(name) && names.stream().anyMatch(n -> n.startsWith("GET /")));
    return collector.trace(traceId);
  }

  private static LogRecord logOf(String traceId, String text) {
    Predicate<LogRecord> wanted =
        line ->
            OtlpSink.hex(line.getTraceId().toByteArray()).equals(traceId)
                && line.getBody().getStringValue().contains(text);
    await().atMost(Duration.ofSeconds(20)).until(() -> collector.logs().stream().anyMatch(wanted));
    return collector.logs().stream().filter(wanted).findFirst().orElseThrow();
  }

  private static Span named(List<Span> trace, String name) {
    return named(trace, name, span -> true);
  }

  private static Span named(List<Span> trace, String name, Predicate<Span> also) {
    return trace.stream()
        .filter(span -> span.getName().equals(name) && also.test(span))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name + " in " + trace));
  }

  private static Map<String, String> attributes(Span span) {
    return OtlpSink.attributes(span.getAttributesList());
  }

  private static int spansOf(ResourceSpans resource) {
    return resource.getScopeSpansList().stream().mapToInt(scope -> scope.getSpansCount()).sum();
  }

  private static String traceIdOf(HttpResponse<String> answer) {
    String traceResponse = answer.headers().firstValue("traceresponse").orElseThrow();
    assertThat(traceResponse).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
    return traceResponse.substring(3, 35);
  }

  private static HttpResponse<String> get(String path, String... headers) {
    return send(port("local.server.port"), path, headers);
  }

  private static HttpResponse<String> getManagement(String path) {
    return send(
        port("local.management.port"),
        path,
        "Accept",
        "application/openmetrics-text;version=1.0.0,application/json");
  }

  private static String port(String property) {
    return service.getEnvironment().getRequiredProperty(property);
  }

  private static HttpResponse<String> send(String port, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
