package dev.florin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The documented events are what their schemas say. */
class EventExamplesTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attempt.resolved",
        "attempt.contradicted",
        "attempt.duplicated",
        "attempt.mismatched"
      })
  void anExampleIsValidAndNoneOfItsFieldsMayBeDistortedOrMissing(String type) throws IOException {
    JsonNode example =
        JsonMapper.shared()
            .readTree(
                Files.readString(EventSchemas.EVENTS.resolve("examples").resolve(type + ".json")));

    EventSchemas.assertValid(type, example);

    var data = (ObjectNode) example.get("data");
    for (String field : Set.copyOf(data.propertyNames())) {
      assertThat(EventSchemas.violations(type, data.deepCopy().put(field, 1.5)))
          .as("with a number as %s", field)
          .isNotEmpty();
      if (!(type.equals("attempt.mismatched") && field.equals("transaction_id"))) {
        assertThat(EventSchemas.violations(type, data.deepCopy().without(field)))
            .as("without %s", field)
            .isNotEmpty();
      }
    }
  }
}
