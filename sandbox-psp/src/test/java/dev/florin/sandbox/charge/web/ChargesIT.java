package dev.florin.sandbox.charge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import dev.florin.contract.Contract;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest(
    properties = {
      "FLORIN_SANDBOX_PSP_API_KEY=sandbox-key",
      "florin.sandbox.scripted-timeout=300ms",
      "spring.datasource.hikari.maximum-pool-size=2",
    })
@AutoConfigureMockMvc
class ChargesIT {

  private final MockMvc mvc;
  private final JdbcClient jdbc;

  @Autowired
  ChargesIT(MockMvc mvc, JdbcClient jdbc) {
    this.mvc = mvc;
    this.jdbc = jdbc;
  }

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry registry) {
    Database database = EphemeralPostgres.database("sandbox");
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
  }

  private record Answer(int status, String body) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "charge-approved",
        "charge-declined",
        "charge-repeated",
        "charge-conflict",
        "charge-found",
        "charge-not-found"
      })
  void theContractsWithCallersAreKept(String name) throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    arrange(name, contract);

    Answer answer = send(contract.request());

    contract.verifyResponse(answer.status(), answer.body());
  }

  /** Brings about what the contract says is given. */
  private void arrange(String name, Contract contract) throws Exception {
    switch (name) {
      case "charge-repeated" -> send(contract.request());
      case "charge-conflict", "charge-found" -> {
        String path = contract.request().path();
        String reference =
            path.contains("=")
                ? path.substring(path.indexOf('=') + 1)
                : contract.request().bodyText().replaceAll(".*\"reference\":\"([^\"]+)\".*", "$1");
        assertThat(charge(body(reference, "1999", "tok_4242424242424242")).status()).isEqualTo(201);
      }
      default -> {}
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tok_4000000000000002, card_declined",
    "tok_4000000000009995, insufficient_funds",
    "tok_4000000000000069, expired_card",
    "tok_4000000000000119, processing_error",
  })
  void aMagicTokenIsDeclinedWithItsReason(String token, String code) throws Exception {
    Answer answer = charge(body(reference(), "1999", token));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body())
        .contains("\"status\":\"declined\"", "\"decline_code\":\"" + code + "\"");
  }

  @Test
  void aScriptedTimeoutChargesAndThenKeepsTheCallerWaiting() throws Exception {
    String reference = reference();
    long start = System.nanoTime();

    charge(body(reference, "1999", "tok_timeout_charged"));

    assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
    assertThat(find(reference).status()).isEqualTo(200);
  }

  @Test
  void aScriptedTimeoutWithoutChargeBooksNothing() throws Exception {
    String reference = reference();

    assertThat(charge(body(reference, "1999", "tok_timeout_not_charged")).status()).isEqualTo(504);

    assertThat(find(reference).status()).isEqualTo(404);
  }

  @Test
  void callersKeptWaitingHoldNoDatabaseConnection() throws Exception {
    List<Callable<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(() -> charge(body(reference(), "1999", "tok_timeout_charged")));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = waiting.stream().map(threads::submit).toList();
      // Ten wait while the pool has two connections; an ordinary charge passes them.
      assertThat(charge(body(reference(), "1999", null)).status()).isEqualTo(201);
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(201);
      }
    }
  }

  @Test
  void manyChargesOfOneReferenceAtOnceAreOneCharge() throws Exception {
    String body = body(reference(), "1999", "tok_4242424242424242");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> charge(body)));
      }
      int created = 0;
      for (Future<Answer> answer : answers) {
        created += answer.get().status() == 201 ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4242424242424242",
        "4242 4242 4242 4242",
        "4000-0000-0000-0002",
        "visa",
        "tok_",
        "tok_<script>"
      })
  void onlyTokensAreAccepted(String token) throws Exception {
    String reference = reference();

    Answer answer = charge(body(reference, "1999", token));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_request").doesNotContain(token);
    assertThat(find(reference).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "19.99", "\"1999\"", "1000000000000001", "null", "1e400"})
  void badAmountsAreRefused(String amount) throws Exception {
    assertThat(charge(body(reference(), amount, null)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"reference\":\"a\",\"reference\":\"b\"}"})
  void malformedBodiesGetAnErrorWithoutInternals(String body) throws Exception {
    Answer answer = charge(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error\"").doesNotContain("Exception", "dev.florin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic sandbox-key", "sandbox-key"})
  void aWrongKeyIsRefused(String authorization) throws Exception {
    Answer answer = perform("POST", "/v1/charges", body(reference(), "1999", null), authorization);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("unauthorized");
  }

  @Test
  void theBookRefusesWhatTheCodeWouldNotWrite() {
    assertThat(
            catchThrowable(
                () ->
                    jdbc.sql(
                            """
                            insert into charge (id, reference, amount, currency, method)
                            values ('ch_00000000000000000000000000000000', 'r', 0, 'USD', 'wallet')
                            """)
                        .update()))
        .hasMessageContaining("charge_amount_check");
  }

  private static String reference() {
    return UUID.randomUUID() + "_1";
  }

  private static String body(String reference, String amount, @Nullable String token) {
    String tokenField = token == null ? "" : ",\"token\":\"" + token + "\"";
    return """
        {"reference":"%s","amount":%s,"currency":"USD","method":"credit_card"%s}"""
        .formatted(reference, amount, tokenField);
  }

  private Answer charge(String body) throws Exception {
    return perform("POST", "/v1/charges", body, "Bearer sandbox-key");
  }

  private Answer find(String reference) throws Exception {
    return perform("GET", "/v1/charges?reference=" + reference, "", "Bearer sandbox-key");
  }

  private Answer send(Contract.Request contract) throws Exception {
    return perform(contract.method(), contract.path(), contract.bodyText(), "Bearer sandbox-key");
  }

  private Answer perform(String method, String path, String body, String authorization)
      throws Exception {
    var response =
        mvc.perform(
                request(HttpMethod.valueOf(method), URI.create(path))
                    .header("Authorization", authorization)
                    .contentType(MediaType.APPLICATION_JSON)
                    .content(body))
            .andReturn()
            .getResponse();
    return new Answer(response.getStatus(), response.getContentAsString());
  }
}
