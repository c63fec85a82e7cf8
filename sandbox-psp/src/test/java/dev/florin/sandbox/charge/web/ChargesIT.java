package dev.florin.sandbox.charge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.florin.contract.Contract;
import dev.florin.sandbox.SandboxIntegration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChargesIT extends SandboxIntegration {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "charge-approved",
        "charge-declined",
        "charge-repeated",
        "charge-conflict",
        "charge-found",
        "charge-not-found",
        "authorisation-approved",
        "charge-requires-action",
        "charge-pending",
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
  void aSlowChargeIsAnsweredLateAndApproved() throws Exception {
    long start = System.nanoTime();

    Answer answer = charge(body(reference(), "1999", "tok_slow"));

    assertThat(System.nanoTime() - start).isGreaterThan(1_400_000_000L);
    assertThat(answer.field("status")).isEqualTo("approved");
  }

  @Test
  void aWrongAmountIsToldInTheAnswerAndWhenAskedAgain() throws Exception {
    String reference = reference();

    Answer answer = charge(body(reference, "10000", "tok_wrong_amount"));

    assertThat(answer.field("amount")).isEqualTo("9900");
    assertThat(find(reference).field("amount")).isEqualTo("9900");
    assertThat(charge(body(reference, "10000", "tok_wrong_amount")).status()).isEqualTo(200);
  }

  @Test
  void aMalformedAnswerHidesAChargeThatIsFoundWhenAskedFor() throws Exception {
    String reference = reference();

    Answer answer = charge(body(reference, "1999", "tok_malformed"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("<html>");
    assertThat(find(reference).field("status")).isEqualTo("approved");
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
    String reference = reference();

    Answer answer = charge(body(reference, amount, null));

    assertThat(answer.status()).isEqualTo(400);
    if (answer.body().contains("invalid_request")) {
      assertThat(answer.body()).as("the caller knows what it is about").contains(reference);
    }
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
                            insert into charge
                                (id, reference, amount, currency, method, status, confirmed_amount)
                            values ('ch_00000000000000000000000000000000', 'r', 0, 'USD', 'wallet',
                                'approved', 1)
                            """)
                        .update()))
        .hasMessageContaining("charge_amount_check");
  }
}
