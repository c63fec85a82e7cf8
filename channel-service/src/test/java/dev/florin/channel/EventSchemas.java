package dev.florin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The documented schemas of events. */
public final class EventSchemas {

  static final Path EVENTS = Path.of("..", "docs", "events");

  private EventSchemas() {}

  /** Fails unless the event is what the documentation says. */
  public static void assertValid(String type, JsonNode event) {
    assertThat(violations("envelope", event)).isEmpty();
    assertThat(violations(type, event.get("data"))).isEmpty();
  }

  static Set<ValidationMessage> violations(String schema, JsonNode document) {
    try {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(Files.readString(EVENTS.resolve(schema + ".schema.json")))
          .validate(document.toString(), InputFormat.JSON);
    } catch (IOException e) {
      throw new AssertionError("there is no schema of " + schema, e);
    }
  }
}
