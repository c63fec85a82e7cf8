package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.ApiDocument.Operation;
import dev.florin.system.PaymentApi.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The examples of the API's document are true: sent in their order, each gets the status and an
 * answer of the shape that the document shows, and every answer is one that its schema allows.
 * Names that the platform makes up differ from run to run: what an answer has in place of the
 * example's is sent in its place from then on.
 */
@ExtendWith(StackExtension.class)
class ApiExamplesIT {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path EXAMPLES = Path.of("..", "docs", "api", "examples.json");
  private static final boolean WRITES = "write".equals(System.getProperty("florin.docs"));

  /** What no document should show, though it is of no use any more. */
  private static final Set<String> SECRETS =
      Set.of("access_token", "client_secret", "n", "signature", "public_key");

  /** What depends on the request alone. */
  private static final Set<String> FIXED = Set.of("code", "status", "amount", "currency");

  /** Objects whose names depend on what happened. */
  private static final Set<String> FREE = Set.of("detail", "details");

  private final Map<String, String> ours = new HashMap<>();
  private @Nullable String userToken;
  private @Nullable String operatorToken;

  @Test
  void everyExampleGetsTheAnswerThatTheDocumentShows(Florin florin, PaymentApi api)
      throws IOException {
    ApiDocument document = new ApiDocument(api.get("/v3/api-docs").body());
    JsonNode story = JSON.readTree(Files.readString(EXAMPLES));
    Map<String, Operation> operations =
        document.operations().stream()
            .collect(
                Collectors.toMap(
                    operation -> operation.definition().path("operationId").asString(),
                    operation -> operation));

    SoftAssertions all = new SoftAssertions();
    for (JsonNode example : story) {
      Operation operation =
          Objects.requireNonNull(
              operations.get(example.path("operation").asString()),
              () -> "no document: " + example);
      all.check(() -> play((ObjectNode) example, operation, document, florin, api));
    }
    if (WRITES) {
      DefaultIndenter indent = new DefaultIndenter("  ", "\n");
      Files.writeString(
          EXAMPLES,
          JSON.writer()
                  .with(
                      new DefaultPrettyPrinter()
                          .withObjectIndenter(indent)
                          .withArrayIndenter(indent))
                  .writeValueAsString(story)
              + "\n");
    }
    all.assertAll();
  }

  /** What is read may follow a little later than what has it happen. */
  private void play(
      ObjectNode example,
      Operation operation,
      ApiDocument document,
      Florin florin,
      PaymentApi api) {
    if (!operation.method().equals("GET")) {
      playOnce(example, operation, document, florin, api);
      return;
    }
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(500))
          .pollDelay(Duration.ZERO)
          .untilAsserted(() -> playOnce(example, operation, document, florin, api));
    } catch (ConditionTimeoutException never) {
      throw new AssertionError(example + ": " + never.getMessage(), never);
    }
  }

  private void playOnce(
      ObjectNode example,
      Operation operation,
      ApiDocument document,
      Florin florin,
      PaymentApi api) {
    Answer answer = api.send(request(example, operation, florin, api));

    assertThat(answer.status())
        .as("%s: %s", example, answer.text())
        .isEqualTo(example.path("status").asInt());
    assertThat(answer.http().headers().firstValue("X-Request-Id")).isPresent();
    assertThat(document.breach(operation, answer)).as("%s: %s", example, answer.text()).isEmpty();
    if (answer.text().isEmpty()) {
      return;
    }
    String type = answer.http().headers().firstValue("content-type").orElse("").split(";", 2)[0];
    JsonNode body = type.equals("application/x-ndjson") ? firstLine(answer) : answer.body();
    JsonNode response =
        document.resolve(
            operation.definition().path("responses").path(Integer.toString(answer.status())));
    if (answer.status() >= 400 && type.equals("application/problem+json")) {
      assertThat(response.path("x-problem-codes"))
          .extracting(JsonNode::asString)
          .contains(body.path("code").asString());
    }
    if (example.path("operation").asString().equals("createSession") && answer.status() == 201) {
      userToken = answer.field("access_token");
    }
    JsonNode shown = example.path("answer");
    learn(shown, body);
    if (WRITES) {
      assertThat(body.path("data").isEmpty())
          .as("a list that the example shows with something in it")
          .isEqualTo(shown.path("data").isEmpty());
      example.set("answer", shownInstead(body, theirs()));
    } else {
      assertThat(isAlike(shown, body))
          .as("%s%nis answered with%n%s", example, answer.text())
          .isTrue();
    }
  }

  private HttpRequest.Builder request(
      JsonNode example, Operation operation, Florin florin, PaymentApi api) {
    StringBuilder query = new StringBuilder();
    String path = operation.path();
    for (Map.Entry<String, JsonNode> parameter : example.path("parameters").properties()) {
      String value =
          URLEncoder.encode(ours(parameter.getValue().asString()), StandardCharsets.UTF_8);
      String name = "{" + parameter.getKey() + "}";
      if (path.contains(name)) {
        path = path.replace(name, value.replace("+", "%20"));
      } else {
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(parameter.getKey())
            .append('=')
            .append(value);
      }
    }
    HttpRequest.Builder request = api.requestOf(path + query);
    authorize(request, example.path("as").asString(), florin, api);
    if (operation.definition().path("parameters").toString().contains("IdempotencyKey")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    if (!example.has("body")) {
      return request.method(operation.method(), BodyPublishers.noBody());
    }
    boolean form =
        operation
            .definition()
            .path("requestBody")
            .path("content")
            .has("application/x-www-form-urlencoded");
    String body = form ? form(example.path("body")) : ours(example.path("body").toString());
    return request
        .header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private void authorize(HttpRequest.Builder request, String who, Florin florin, PaymentApi api) {
    switch (who) {
      case "merchant" -> request.header("Authorization", "Bearer " + api.token());
      case "operator" -> request.header("Authorization", "Bearer " + operatorToken(florin));
      case "user" -> request.header("Authorization", "Bearer " + userToken);
      case "client" ->
          request.header(
              "Authorization",
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          ("demo:" + florin.secret("florin.identity.demo.merchant-secret"))
                              .getBytes(StandardCharsets.UTF_8)));
      case "nobody" -> {}
      default -> throw new AssertionError("nobody is called " + who);
    }
  }

  private String operatorToken(Florin florin) {
    if (operatorToken == null) {
      operatorToken = florin.run("token", "--operator").output().strip();
    }
    return operatorToken;
  }

  private static String form(JsonNode body) {
    return body.properties().stream()
        .map(
            field ->
                field.getKey()
                    + "="
                    + URLEncoder.encode(field.getValue().asString(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** A text with the run's own names in place of the examples'. */
  private String ours(String text) {
    String mine = text;
    for (Map.Entry<String, String> name : ours.entrySet()) {
      mine = mine.replace(name.getKey(), name.getValue());
    }
    return mine;
  }

  private Map<String, String> theirs() {
    return ours.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (one, _) -> one));
  }

  /** Which of the run's own names stand where the example has others. */
  private void learn(JsonNode shown, JsonNode real) {
    for (Map.Entry<String, JsonNode> field : shown.properties()) {
      JsonNode other = real.path(field.getKey());
      JsonNode value = field.getValue();
      if (value.isString() && other.isString() && isName(field.getKey())) {
        ours.putIfAbsent(value.asString(), other.asString());
      } else {
        learn(value, other);
      }
    }
    if (shown.isArray() && !shown.isEmpty() && !real.isEmpty()) {
      learn(shown.get(0), real.get(0));
    }
  }

  private static boolean isName(String field) {
    return field.endsWith("_id");
  }

  private static JsonNode shownInstead(JsonNode body, Map<String, String> theirs) {
    String text = body.toString();
    for (Map.Entry<String, String> name : theirs.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    JsonNode shown = JSON.readTree(text);
    hideSecrets(shown);
    return shown;
  }

  private static void hideSecrets(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String secret : SECRETS) {
        if (object.path(secret).isString()) {
          object.put(secret, object.path(secret).asString().substring(0, 8) + "…");
        }
      }
    }
    node.forEach(ApiExamplesIT::hideSecrets);
  }

  private static JsonNode firstLine(Answer answer) {
    return JSON.readTree(answer.text().lines().findFirst().orElseThrow());
  }

  /**
   * Whether both are the same but for values that every run makes anew: names, types, codes and
   * statuses. Lists are as long as a machine is fast; one that the example shows as empty may have
   * been filled by somebody else.
   */
  private static boolean isAlike(JsonNode shown, JsonNode real) {
    if (shown.isObject() && real.isObject()) {
      return Set.copyOf(shown.propertyNames()).equals(Set.copyOf(real.propertyNames()))
          && shown.properties().stream()
              .allMatch(
                  field -> isAlike(field.getKey(), field.getValue(), real.get(field.getKey())));
    }
    if (shown.isArray() && real.isArray()) {
      return shown.isEmpty() || (!real.isEmpty() && isAlike(shown.get(0), real.get(0)));
    }
    return shown.getNodeType() == real.getNodeType();
  }

  private static boolean isAlike(String name, JsonNode shown, JsonNode real) {
    if (FREE.contains(name)) {
      return true;
    }
    return FIXED.contains(name) ? shown.equals(real) : isAlike(shown, real);
  }
}
