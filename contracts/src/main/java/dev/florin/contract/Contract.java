package dev.florin.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.json.JSONException;
import org.jspecify.annotations.Nullable;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One exchange: a request, the state it is sent in, and the response it gets.
 *
 * @param description what the exchange shows, in one sentence
 * @param given the state that the provider's test must bring about first
 * @param request what the consumer sends
 * @param response what the consumer may rely on; the provider may answer with more fields
 * @param any fields of the response's body that must be there but may have any value; one that
 *     begins with a slash is a JSON pointer to a field further inside
 */
public record Contract(
    String description,
    @Nullable String given,
    Request request,
    Response response,
    @Nullable List<String> any) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The request's method, path with query, further headers, and body. */
  public record Request(
      String method, String path, @Nullable Map<String, String> headers, @Nullable JsonNode body) {

    /** The body as JSON text; empty when the request has none. */
    public String bodyText() {
      return body == null ? "" : body.toString();
    }
  }

  /** The response's status and body. */
  public record Response(int status, @Nullable JsonNode body) {

    /** The body as JSON text; empty when the response has none. */
    public String bodyText() {
      return body == null ? "" : body.toString();
    }
  }

  /**
   * Reads a contract.
   *
   * @param name provider and exchange, such as {@code account/deduct-posted}
   */
  public static Contract load(String name) {
    String path = "/contracts/" + name + ".json";
    try (InputStream file = Contract.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalArgumentException("no contract " + path);
      }
      return JSON.readValue(file, Contract.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails unless an answer keeps this contract: the same status, and every promised field there
   * with its promised value, or with any value if it is listed in {@link #any()}.
   */
  public void verifyResponse(int actualStatus, String actualBody) {
    if (actualStatus != response.status()) {
      throw new AssertionError(
          "%s: status %d instead of %d: %s"
              .formatted(description, actualStatus, response.status(), actualBody));
    }
    if (!(response.body() instanceof ObjectNode body)) {
      return;
    }
    JsonNode actual = JSON.readTree(actualBody);
    ObjectNode promised = body.deepCopy();
    for (String field : any == null ? List.<String>of() : any) {
      JsonPointer place = JsonPointer.compile(field.startsWith("/") ? field : "/" + field);
      JsonNode value = actual.at(place);
      if (value.isMissingNode() || value.isNull()) {
        throw new AssertionError("%s: no %s in %s".formatted(description, field, actualBody));
      }
      if (promised.at(place.head()) instanceof ObjectNode parent) {
        parent.remove(place.last().getMatchingProperty());
      }
    }
    try {
      JSONAssert.assertEquals(
          description, promised.toString(), actualBody, JSONCompareMode.LENIENT);
    } catch (JSONException e) {
      throw new AssertionError(description + ": not JSON: " + actualBody, e);
    }
  }
}
