package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import dev.florin.system.PaymentApi.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** S-02: every endpoint × every kind of caller, at the service itself and through the gateway. */
@ExtendWith(StackExtension.class)
class AccessMatrixIT {

  private static final String USER = "USER_601";
  private static final String NEIGHBOUR = "USER_602";

  private static final Set<Integer> REFUSED = Set.of(401, 403, 404, 429);

  /** Those who have no part in the things of the user's, and the names of these. */
  private static final Set<Caller> OTHERS = EnumSet.of(Caller.STRANGER, Caller.NEIGHBOUR);

  private static final Set<String> OWNED = Set.of("paymentId", "accountId");

  /** Whoever may call something; the order is that of the table's columns. */
  private enum Caller {
    NOBODY,
    MERCHANT,
    SCOPELESS,
    STRANGER,
    USER,
    NEIGHBOUR,
    OPERATOR,
    SERVICE
  }

  /** A line of the table. */
  private record Row(
      String service, String method, String path, String body, Map<Caller, String> expected) {

    private static final int FIRST_CALLER = 3;

    static Row of(String line) {
      String[] cells = line.split("\\|", -1);
      String[] endpoint = cells[1].split(" ", 2);
      Map<Caller, String> expected = new EnumMap<>(Caller.class);
      Iterator<String> columns = Arrays.stream(cells).skip(FIRST_CALLER).iterator();
      for (Caller caller : Caller.values()) {
        expected.put(caller, columns.next());
      }
      return new Row(cells[0], endpoint[0], endpoint[1], cells[2], expected);
    }

    String endpoint() {
      return method + " " + path;
    }

    boolean isPublic() {
      return path.startsWith("/api/");
    }
  }

  @Test
  void everyEndpointHasARowAndEveryRowAnEndpoint() throws IOException {
    SortedSet<String> endpoints = new TreeSet<>();
    for (Service service : Service.values()) {
      // The provider is a third party: it knows neither our callers nor our tokens.
      if (service != Service.SANDBOX_PSP) {
        Endpoints.of(service).forEach(it -> endpoints.add(service.part() + " " + it));
      }
    }

    SortedSet<String> rows = new TreeSet<>();
    rows().forEach(row -> rows.add(row.service() + " " + shapeOf(row.endpoint())));
    SortedSet<String> shapes = new TreeSet<>();
    endpoints.forEach(it -> shapes.add(shapeOf(it)));
    assertThat(endpoints).hasSizeGreaterThan(50);
    assertThat(rows).containsExactlyElementsOf(shapes);
  }

  @TestFactory
  Stream<DynamicTest> nobodyGetsInWhereTheyDoNotBelong(Florin florin, PaymentApi api)
      throws IOException {
    Map<Caller, Supplier<@Nullable String>> tokens = tokens(florin, api);
    Map<String, String> values = fixtures(florin, api);
    Map<String, URI> addresses = addresses(florin);
    return rows()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.service() + " " + row.endpoint(),
                    () -> check(row, api, tokens, values, addresses)));
  }

  private static void check(
      Row row,
      PaymentApi api,
      Map<Caller, Supplier<@Nullable String>> tokens,
      Map<String, String> values,
      Map<String, URI> addresses) {
    Map<Caller, String> heard = new EnumMap<>(Caller.class);
    Map<Caller, String> heardThroughGateway = new EnumMap<>(Caller.class);
    row.expected()
        .forEach(
            (caller, expected) -> {
              URI service = Objects.requireNonNull(addresses.get(row.service()));
              heard.put(
                  caller,
                  word(
                      caller,
                      expected,
                      send(row, api.at(service), tokenOf(caller, tokens), values),
                      values));
              if (row.isPublic()) {
                heardThroughGateway.put(
                    caller,
                    word(
                        caller, expected, send(row, api, tokenOf(caller, tokens), values), values));
              }
            });

    assertThat(heard).as("the service itself").isEqualTo(row.expected());
    if (row.isPublic()) {
      assertThat(heardThroughGateway).as("through the gateway").isEqualTo(row.expected());
    }
  }

  /** What was expected, if the answer is that; what it is instead, if not. */
  private static String word(
      Caller caller, String expected, Answer answer, Map<String, String> values) {
    boolean in = answer.status() < 500 && !REFUSED.contains(answer.status());
    if (!in || !expected.equals("in")) {
      return Integer.toString(answer.status());
    }
    boolean leaks =
        OTHERS.contains(caller)
            && OWNED.stream().map(values::get).anyMatch(answer.text()::contains);
    return leaks ? "shown another's" : expected;
  }

  private static Answer send(
      Row row, PaymentApi api, @Nullable String token, Map<String, String> values) {
    String path = row.path();
    String body = row.body();
    for (Map.Entry<String, String> value : values.entrySet()) {
      path = path.replace("{" + value.getKey() + "}", value.getValue());
      body = body.replace("{" + value.getKey() + "}", value.getValue());
    }
    HttpRequest.Builder request =
        api.requestOf(path)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .method(row.method(), BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return api.send(request);
  }

  private static @Nullable String tokenOf(
      Caller caller, Map<Caller, Supplier<@Nullable String>> tokens) {
    return Objects.requireNonNull(tokens.get(caller)).get();
  }

  /** A new token for every request: some endpoints end the one that they are called with. */
  private static Map<Caller, Supplier<@Nullable String>> tokens(Florin florin, PaymentApi api) {
    StackTokens merchants = new StackTokens(florin, api.token());
    StackTokens users = new StackTokens(florin, token(florin, "--user", USER));
    String operator = token(florin, "--operator");
    Map<Caller, Supplier<@Nullable String>> tokens = new EnumMap<>(Caller.class);
    for (Caller caller : Caller.values()) {
      tokens.put(
          caller,
          switch (caller) {
            case NOBODY -> () -> null;
            case MERCHANT -> () -> merchants.of("demo", AccessMatrixIT::addCredentials);
            case SCOPELESS -> () -> merchants.of("demo", claims -> claims.putArray("scope"));
            case STRANGER ->
                () ->
                    merchants.of(
                        "stranger",
                        claims -> {
                          claims.put("merchant_id", "stranger");
                          addCredentials(claims);
                        });
            case USER -> () -> users.of(USER, AccessMatrixIT::putSession);
            case NEIGHBOUR -> () -> users.of(NEIGHBOUR, AccessMatrixIT::putSession);
            case OPERATOR -> () -> operator;
            case SERVICE ->
                () ->
                    merchants.of(
                        "payment-service",
                        claims -> {
                          claims.remove("merchant_id");
                          claims.putArray("scope").add("internal");
                        });
          });
    }
    return tokens;
  }

  /** What merchants get only when they ask for it by name. */
  private static void addCredentials(ObjectNode claims) {
    claims.withArray("scope").add("credentials:write");
  }

  private static void putSession(ObjectNode claims) {
    claims.put("sid", UUID.randomUUID().toString());
  }

  private static String token(Florin florin, String... whose) {
    String[] command =
        Stream.concat(Stream.of("token"), Arrays.stream(whose)).toArray(String[]::new);
    CommandLineResult result = florin.run(command);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    return result.output().strip();
  }

  /**
   * Things of the merchant's and of the user's; ids that nothing has are for what must be empty.
   */
  private static Map<String, String> fixtures(Florin florin, PaymentApi api) throws IOException {
    Answer payment =
        api.post(
            "/api/v1/payments",
            UUID.randomUUID().toString(),
            """
            {"user_id":"%s","amount":"5.00","currency":"USD","payment_method":"credit_card",
             "capture_method":"manual"}"""
                .formatted(USER));
    assertThat(payment.status()).as(payment.text()).isEqualTo(201);
    String transfer = "matrix-" + UUID.randomUUID();
    Answer transferred =
        api.post(
            "/api/v1/transfers",
            UUID.randomUUID().toString(),
            """
            {"transfer_id":"%s","from_user":"%s","to_user":"%s","amount":"1.00","currency":"USD"}"""
                .formatted(transfer, USER, NEIGHBOUR));
    assertThat(transferred.status()).as(transferred.text()).isEqualTo(201);
    Answer account =
        api.post(
            "/api/v1/accounts",
            UUID.randomUUID().toString(),
            "{\"user_id\":\"%s\",\"currency\":\"CHF\"}".formatted(USER));
    assertThat(account.status()).as(account.text()).isEqualTo(201);
    Map<String, String> values = new HashMap<>();
    values.put("user", USER);
    values.put("neighbour", NEIGHBOUR);
    values.put("paymentId", payment.field("payment_id"));
    values.put("trace_id", payment.traceId());
    values.put("accountId", account.field("account_id"));
    values.put("transferId", transfer);
    values.put("merchant_id", "demo");
    values.put("newMerchant", "matrix-" + UUID.randomUUID());
    values.put("secret_id", UUID.randomUUID().toString());
    values.put(
        "ledgerTransferId",
        florin.query("account", "SELECT max(id) FROM transfer WHERE merchant_id = 'demo'"));
    values.put("id", UUID.randomUUID().toString());
    values.put("caseId", UUID.randomUUID().toString());
    values.put("postId", UUID.randomUUID().toString());
    values.put(
        "password",
        Files.readString(
            florin.home().resolve("secrets/identity/florin.identity.demo.user-password")));
    return values;
  }

  private static Map<String, URI> addresses(Florin florin) {
    Map<String, URI> addresses = new HashMap<>();
    florin
        .status()
        .path("parts")
        .forEach(
            part ->
                addresses.put(
                    part.path("name").asString(),
                    URI.create("http://127.0.0.1:" + part.path("port").asInt())));
    return addresses;
  }

  /** Names of variables do not matter. */
  private static String shapeOf(String endpoint) {
    return endpoint.replaceAll("\\{[^}]*}", "{}");
  }

  private static Stream<Row> rows() throws IOException {
    try (InputStream table =
        Objects.requireNonNull(AccessMatrixIT.class.getResourceAsStream("access-matrix.csv"))) {
      List<String> lines =
          new String(table.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      assertThat(lines.getFirst().toUpperCase(Locale.ROOT).split("\\|", -1))
          .endsWith(Arrays.stream(Caller.values()).map(Enum::name).toArray(String[]::new));
      return lines.stream().skip(1).map(Row::of);
    }
  }
}
