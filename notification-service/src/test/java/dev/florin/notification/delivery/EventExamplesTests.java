package dev.florin.notification.delivery;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.florin.outbox.EventEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The documented events are what this service reads. */
class EventExamplesTests {

  private static final Path EVENTS = Path.of("..", "docs", "events");
  private static final JsonMapper JSON = new JsonMapper();

  /** Every type that is documented, and where its example's payment stands. */
  private static final Map<String, String> STATUSES =
      Map.ofEntries(
          entry("payment.succeeded", "succeeded"),
          entry("payment.failed", "failed"),
          entry("payment.requires_review", "requires_review"),
          entry("payment.requires_action", "requires_action"),
          entry("payment.requires_capture", "requires_capture"),
          entry("payment.captured", "requires_capture"),
          entry("payment.canceled", "canceled"),
          entry("payment.expired", "expired"),
          entry("payment.refunded", "succeeded"),
          entry("payment.refund_failed", "succeeded"));

  static Set<String> types() {
    return STATUSES.keySet();
  }

  @Test
  void everySchemaHasAnExampleAndIsTold() throws IOException {
    try (Stream<Path> schemas = Files.list(EVENTS)) {
      assertThat(schemas.map(it -> it.getFileName().toString()))
          .filteredOn(name -> name.startsWith("payment."))
          .extracting(name -> name.replace(".schema.json", ""))
          .containsExactlyInAnyOrderElementsOf(STATUSES.keySet());
    }
    assertThat(PaymentEventsListener.TYPES).containsAll(STATUSES.keySet());
  }

  @ParameterizedTest
  @MethodSource("types")
  void anExampleIsValidAndReadsAsTheConsumersType(String type) throws IOException {
    String example = Files.readString(EVENTS.resolve("examples").resolve(type + ".json"));
    JsonNode tree = JSON.readTree(example);

    EventEnvelope<PaymentTold> event =
        JSON.readValue(example, new TypeReference<EventEnvelope<PaymentTold>>() {});

    assertThat(violations("envelope", tree)).isEmpty();
    assertThat(violations(type, tree.get("data"))).isEmpty();
    assertThat(event.type()).isEqualTo(type);
    assertThat(event.data().paymentUuid()).isEqualTo(event.aggregateId());
    assertThat(event.data().status()).isEqualTo(STATUSES.get(type));
    assertThat(event.data().payload()).isEqualTo(tree.get("data"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void aSchemaRefusesAnEventThatLacksOrDistortsAField(String type) throws IOException {
    String example = Files.readString(EVENTS.resolve("examples").resolve(type + ".json"));
    var data = (ObjectNode) JSON.readTree(example).get("data");

    for (String field : Set.copyOf(data.propertyNames())) {
      ObjectNode lacking = data.deepCopy().without(field);
      assertThat(violations(type, lacking)).as("without %s", field).isNotEmpty();
      ObjectNode distorted = data.deepCopy().put(field, 1.5);
      assertThat(violations(type, distorted)).as("with a number as %s", field).isNotEmpty();
    }
  }

  private static Set<ValidationMessage> violations(String schema, JsonNode document)
      throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(Files.readString(EVENTS.resolve(schema + ".schema.json")))
        .validate(document.toString(), InputFormat.JSON);
  }
}
