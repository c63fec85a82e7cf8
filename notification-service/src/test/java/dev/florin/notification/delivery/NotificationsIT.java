package dev.florin.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.florin.contract.Contract;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.kafka.test.utils.KafkaTestUtils;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@SpringBootTest(
    properties = {
      "FLORIN_IDENTITY_URL=http://127.0.0.1:1",
      "florin.events.consumer.max-retries=1",
      "florin.events.consumer.backoff=10ms"
    })
@AutoConfigureMockMvc
@EmbeddedKafka(
    partitions = 1,
    topics = {"payment.events", "payment.events.dlt"},
    bootstrapServersProperty = "spring.kafka.bootstrap-servers")
@ExtendWith(OutputCaptureExtension.class)
class NotificationsIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CAUSE = "b7ad6b7169203331";

  private final MockMvc mvc;
  private final JdbcClient jdbc;
  private final KafkaTemplate<String, String> kafka;
  private final EmbeddedKafkaBroker broker;
  private final MeterRegistry meters;
  private final SdkTracerProvider tracing;
  private final InMemorySpanExporter spans;
  private final String merchant = "merchant-" + UUID.randomUUID();
  private final String payment = "PAY_" + UUID.randomUUID();

  @Autowired
  NotificationsIT(
      MockMvc mvc,
      JdbcClient jdbc,
      KafkaTemplate<String, String> kafka,
      EmbeddedKafkaBroker broker,
      MeterRegistry meters,
      SdkTracerProvider tracing,
      InMemorySpanExporter spans) {
    this.mvc = mvc;
    this.jdbc = jdbc;
    this.kafka = kafka;
    this.broker = broker;
    this.meters = meters;
    this.tracing = tracing;
    this.spans = spans;
  }

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    Database database = EphemeralPostgres.database("notification");
    properties.add("spring.datasource.url", database::url);
    properties.add("spring.datasource.username", database::username);
    properties.add("spring.datasource.password", database::password);
  }

  @Test
  void anEventBecomesOneNotificationThatItsMerchantCanRead(CapturedOutput output) throws Exception {
    UUID event = UUID.randomUUID();
    ObjectNode data = PaymentEvents.data(payment, merchant);
    double before = counted("notifications.delivered");

    send(PaymentEvents.envelope(event, "payment.succeeded", data));
    await().until(() -> rows(event) == 1);

    JsonNode page = list(merchant, "?payment_id=" + payment, "SCOPE_payments:read");
    assertThat(page.get("has_more").asBoolean()).isFalse();
    assertThat(page.get("data").size()).isEqualTo(1);
    JsonNode notification = page.get("data").get(0);
    assertThat(notification.get("event_id").asString()).isEqualTo(event.toString());
    assertThat(notification.get("type").asString()).isEqualTo("payment.succeeded");
    assertThat(notification.get("status").asString()).isEqualTo("succeeded");
    assertThat(notification.get("trace_id").asString()).isEqualTo(TRACE);
    assertThat(notification.get("data")).isEqualTo(data);
    assertThat(UUID.fromString(notification.get("notification_id").asString()).version())
        .isEqualTo(7);
    await().until(() -> counted("notifications.delivered") > before);
    // Counted first, then logged.
    await()
        .untilAsserted(
            () -> assertThat(output.getOut()).contains("Notification delivered").contains(payment));
    assertThat(output.getOut()).doesNotContain("USER_1", "19.99");
  }

  @Test
  void theDeliverysSpanIsAChildOfTheConsumersWhichContinuesThePaymentsTrace() {
    UUID event = UUID.randomUUID();

    send(PaymentEvents.envelope(event, "payment.succeeded", PaymentEvents.data(payment, merchant)));

    await().until(() -> sending(event).size() == 1);
    SpanData sent = sending(event).getFirst();
    SpanData consumed =
        finished().stream()
            .filter(span -> span.getSpanId().equals(sent.getParentSpanId()))
            .findFirst()
            .orElseThrow();
    assertThat(consumed.getName()).isEqualTo("process payment.events");
    assertThat(consumed.getParentSpanId()).isEqualTo(CAUSE);
    assertThat(sent.getTraceId()).isEqualTo(TRACE);
  }

  @Test
  void anEventDeliveredTwiceIsOneNotification() {
    UUID event = UUID.randomUUID();
    String envelope =
        PaymentEvents.envelope(event, "payment.failed", PaymentEvents.data(payment, merchant));
    UUID marker = UUID.randomUUID();
    double deadLetters = counted("events.dead.lettered");

    send(envelope);
    send(envelope);
    send(
        PaymentEvents.envelope(
            marker, "payment.failed", PaymentEvents.data("PAY_MARKER", merchant)));

    await().until(() -> rows(marker) == 1);
    assertThat(rows(event)).isEqualTo(1);
    assertThat(counted("events.dead.lettered")).isEqualTo(deadLetters);
  }

  @Test
  void poisonGoesToTheDeadLettersAndWhatFollowsIsDelivered() {
    UUID unknown = UUID.randomUUID();
    UUID after = UUID.randomUUID();
    String poison = "{\"not\": \"an event " + unknown + "\"}";
    String unknownType =
        PaymentEvents.envelope(unknown, "payment.dreamt", PaymentEvents.data(payment, merchant));

    send(poison);
    send(unknownType);
    send(PaymentEvents.envelope(after, "payment.succeeded", PaymentEvents.data(payment, merchant)));

    await().until(() -> rows(after) == 1);
    assertThat(deadLetters()).contains(poison, unknownType);
    assertThat(rows(unknown)).isZero();
  }

  @Test
  void nobodySeesTheNotificationsOfOthers() throws Exception {
    UUID event = UUID.randomUUID();
    send(PaymentEvents.envelope(event, "payment.succeeded", PaymentEvents.data(payment, merchant)));
    await().until(() -> rows(event) == 1);
    String query = "?payment_id=" + payment;

    assertThat(list("another-merchant", query, "SCOPE_payments:read").get("data")).isEmpty();
    assertThat(listAsUser("USER_2", query).get("data")).isEmpty();
    assertThat(listAsUser("USER_1", query).get("data")).hasSize(1);
    assertThat(status(merchant, query, "SCOPE_accounts:read")).isEqualTo(403);
    assertThat(mvc.perform(get("/api/v1/notifications")).andReturn().getResponse().getStatus())
        .isEqualTo(401);
    String foreign =
        list(merchant, query, "SCOPE_payments:read")
            .get("data")
            .get(0)
            .get("notification_id")
            .asString();
    assertThat(status("another-merchant", "?starting_after=" + foreign, "SCOPE_payments:read"))
        .isEqualTo(400);
  }

  @Test
  void pagesGoFromTheNewestToTheOldest() throws Exception {
    UUID last = UUID.randomUUID();
    for (int i = 1; i <= 3; i++) {
      send(
          PaymentEvents.envelope(
              i == 3 ? last : UUID.randomUUID(),
              "payment.succeeded",
              PaymentEvents.data("PAY_" + i, merchant)));
    }
    await().until(() -> rows(last) == 1);

    JsonNode first = list(merchant, "?limit=2", "SCOPE_payments:read");
    assertThat(paymentIds(first)).containsExactly("PAY_3", "PAY_2");
    assertThat(first.get("has_more").asBoolean()).isTrue();
    String cursor = first.get("data").get(1).get("notification_id").asString();
    JsonNode second = list(merchant, "?limit=2&starting_after=" + cursor, "SCOPE_payments:read");
    assertThat(paymentIds(second)).containsExactly("PAY_1");
    assertThat(second.get("has_more").asBoolean()).isFalse();
    assertThat(status(merchant, "?limit=101", "SCOPE_payments:read")).isEqualTo(400);
    assertThat(status(merchant, "?limit=0", "SCOPE_payments:read")).isEqualTo(400);
    assertThat(status(merchant, "?starting_after=x", "SCOPE_payments:read")).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a b", "-PAY", ""})
  void aPaymentIdThatNoPaymentHasIsRefused(String id) throws Exception {
    var response =
        mvc.perform(
                get("/api/v1/notifications")
                    .param("payment_id", id)
                    .with(merchantWith(merchant, "SCOPE_payments:read")))
            .andReturn()
            .getResponse();

    assertThat(response.getStatus()).isEqualTo(400);
    JsonNode problem = new JsonMapper().readTree(response.getContentAsString());
    assertThat(problem.get("code").asString()).isEqualTo("invalid_parameter");
    assertThat(problem.get("param").asString()).isEqualTo("payment_id");
  }

  private void send(String value) {
    var message = new ProducerRecord<>("payment.events", "key", value);
    message
        .headers()
        .add("traceparent", "00-%s-%s-01".formatted(TRACE, CAUSE).getBytes(StandardCharsets.UTF_8));
    new KafkaTemplate<>(kafka.getProducerFactory()).send(message).join();
  }

  private List<String> deadLetters() {
    var settings = KafkaTestUtils.consumerProps(broker, "reader-" + UUID.randomUUID(), false);
    settings.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      broker.consumeFromAnEmbeddedTopic(consumer, "payment.events.dlt");
      var letters = new ArrayList<String>();
      KafkaTestUtils.getRecords(consumer, Duration.ofSeconds(10), 2)
          .forEach(letter -> letters.add(letter.value()));
      return letters;
    }
  }

  private long rows(UUID event) {
    return jdbc.sql("select count(*) from notification where event_id = ?")
        .param(event)
        .query(Long.class)
        .single();
  }

  private double counted(String name) {
    return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }

  private List<SpanData> finished() {
    tracing.forceFlush().join(10, TimeUnit.SECONDS);
    return spans.getFinishedSpanItems();
  }

  private List<SpanData> sending(UUID event) {
    return finished().stream()
        .filter(span -> span.getName().equals("notification.send"))
        .filter(span -> span.getAttributes().asMap().containsValue(event.toString()))
        .toList();
  }

  private JsonNode list(String asMerchant, String query, String authority) throws Exception {
    return read(merchantWith(asMerchant, authority), query);
  }

  private JsonNode listAsUser(String user, String query) throws Exception {
    return read(
        jwt()
            .jwt(token -> token.subject(user).claim("merchant_id", merchant).claim("sid", "s"))
            .authorities(new SimpleGrantedAuthority("SCOPE_payments:read")),
        query);
  }

  @Test
  void theContractWithReadersIsKept() throws Exception {
    Contract contract = Contract.load("notification/notifications-of-payment");
    String path = contract.request().path();
    UUID event = UUID.fromString("0198c1a2-7b3c-7d4e-8f50-0000000000e1");
    ObjectNode data = PaymentEvents.data(payment, "demo");
    data.put("payment_uuid", path.substring(path.indexOf('=') + 1));
    send(PaymentEvents.envelope(event, "payment.succeeded", data));
    await().until(() -> rows(event) == 1);

    var answer =
        mvc.perform(get(path).with(merchantWith("payment-service", "SCOPE_internal")))
            .andReturn()
            .getResponse();
    var refused =
        mvc.perform(get(path).with(merchantWith("demo", "SCOPE_payments:read")))
            .andReturn()
            .getResponse();

    contract.verifyResponse(answer.getStatus(), answer.getContentAsString());
    assertThat(refused.getStatus()).isEqualTo(403);
  }

  private JsonNode read(RequestPostProcessor caller, String query) throws Exception {
    var response =
        mvc.perform(get("/api/v1/notifications" + query).with(caller)).andReturn().getResponse();
    assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(200);
    return new JsonMapper().readTree(response.getContentAsString());
  }

  private int status(String asMerchant, String query, String authority) throws Exception {
    return mvc.perform(
            get("/api/v1/notifications" + query).with(merchantWith(asMerchant, authority)))
        .andReturn()
        .getResponse()
        .getStatus();
  }

  private static RequestPostProcessor merchantWith(String merchant, String authority) {
    return jwt()
        .jwt(token -> token.subject(merchant).claim("merchant_id", merchant))
        .authorities(new SimpleGrantedAuthority(authority));
  }

  private static List<String> paymentIds(JsonNode page) {
    return page.get("data").valueStream().map(it -> it.get("payment_id").asString()).toList();
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Spans {

    @Bean
    InMemorySpanExporter spanExporter() {
      return InMemorySpanExporter.create();
    }
  }
}
