package dev.florin.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents in the repository are what the code says. */
class ApiDocumentTests {

  private static final SourceDocs DOCS =
      SourceDocs.of(
          Stream.of(
                  "common-web",
                  "gateway",
                  "identity-service",
                  "payment-service",
                  "account-service",
                  "risk-service",
                  "channel-service",
                  "notification-service")
              .map(module -> Path.of("..", module, "src", "main", "java"))
              .toList());

  private static final String ERRORS = "docs/api/errors.md";

  private static final Frame FRAME = Frame.read(resource("frame.json"));
  private static final Examples EXAMPLES = Examples.read(Kept.read("docs/api/examples.json"));
  private static final Map<Service, ObjectNode> DOCUMENTS = new EnumMap<>(Service.class);

  @ParameterizedTest
  @EnumSource
  void theServicesDocumentIsWhatItsControllersSay(Service service) {
    Kept.isUpToDate("docs/api/openapi/" + service.module() + ".json", document(service));
  }

  @Test
  void thePublicDocumentIsThoseOfAllServicesInOne() {
    Kept.isUpToDate("gateway/src/main/resources/openapi.json", merged());
  }

  @Test
  void theErrorsPageIsWhatTheCataloguesSay() {
    Kept.isUpToDate(ERRORS, Catalogue.refresh(Kept.read(ERRORS), DOCS));
  }

  @Test
  void everyOperationHasANameOfItsOwnAndAnExample() {
    List<String> ids = new ArrayList<>();
    merged()
        .path("paths")
        .forEach(path -> path.forEach(it -> ids.add(it.path("operationId").asString())));

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+[A-Z][A-Za-z]+"));
    assertThat(EXAMPLES.story())
        .extracting(example -> example.path("operation").asString())
        .containsAll(ids);
  }

  /** The page shows an operation's first example: sent as it is, once or again, it pays. */
  @Test
  void theFirstPaymentThatIsShownCanBeMadeOnAFreshStack() {
    JsonNode shown =
        merged()
            .at("/paths/~1api~1v1~1payments/post/requestBody/content/application~1json/examples")
            .iterator()
            .next();

    assertThat(shown.at("/value/user_id").asString()).isEqualTo("USER_1");
    assertThat(shown.path("value").has("payment_id")).isFalse();
  }

  @Test
  void aRefundIsShownToNeedItsReason() {
    ObjectNode document = merged();

    JsonNode body =
        document.at("/paths/~1api~1v1~1payments~1{payment_id}~1refunds/post/requestBody");
    assertThat(body.path("required").asBoolean()).isTrue();
    assertThat(
            document.at(
                body.at("/content/application~1json/schema/$ref").asString().substring(1)
                    + "/required"))
        .extracting(JsonNode::asString)
        .containsExactly("reason");
  }

  @Test
  void everyScopeIsDescribed() {
    assertThat(
            merged()
                .at("/components/securitySchemes/clientCredentials/flows/clientCredentials/scopes")
                .propertyNames())
        .containsExactlyInAnyOrderElementsOf(Scopes.PUBLIC);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    ObjectNode document = merged();

    assertThat(document.findValues("$ref")).isNotEmpty();
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(document.at(reference.asString().substring(1)).isObject())
          .as(reference.asString())
          .isTrue();
    }
  }

  private static ObjectNode merged() {
    return FRAME.merge(Stream.of(Service.values()).map(ApiDocumentTests::document).toList());
  }

  private static ObjectNode document(Service service) {
    return DOCUMENTS.computeIfAbsent(
        service, missing -> ServiceDocument.of(missing, DOCS, EXAMPLES, FRAME));
  }

  private static String resource(String name) {
    try {
      return new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
