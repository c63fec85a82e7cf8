package dev.florin.web.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads an amount, sent as a JSON number or string, as the exact text that was sent. No floating
 * point number stands between the client and {@link dev.florin.money.Money#parse}.
 */
public final class AmountText extends StdDeserializer<String> {

  /** Made by Jackson. */
  public AmountText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> parser.getString();
      default -> context.reportInputMismatch(this, "an amount is a number or a string");
    };
  }
}
