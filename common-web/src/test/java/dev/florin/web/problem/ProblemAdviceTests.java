package dev.florin.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.florin.money.Money;
import dev.florin.web.json.AmountText;
import dev.florin.web.security.AccessRules;
import dev.florin.web.security.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

@SpringBootTest(
    classes = ProblemAdviceTests.App.class,
    properties = {
      "spring.config.location=classpath:florin-telemetry.yml,classpath:florin-web.yml",
      "spring.application.name=example",
      "FLORIN_IDENTITY_URL=http://127.0.0.1:9"
    })
@AutoConfigureMockMvc
class ProblemAdviceTests {

  @Autowired MockMvc http;
  @Autowired MeterRegistry meters;

  @ParameterizedTest
  @CsvSource({
    "1e3, invalid_amount",
    "1e400, invalid_amount",
    "-1, invalid_amount",
    "0, invalid_amount",
    "0.001, invalid_amount",
    "9223372036854775808, invalid_amount",
    "true, malformed_request",
    "NaN, malformed_request"
  })
  void badMoneyIsNamed(String amount, String code) throws Exception {
    http.perform(
            post("/api/pay")
                .with(jwt())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"from_user\":\"USER_1\",\"amount\":" + amount + "}"))
        .andExpect(status().isBadRequest())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").value(code))
        .andExpect(jsonPath("$.retryable").value(false));
  }

  @Test
  void anExactAmountPassesAsNumberAndAsString() throws Exception {
    for (String amount : new String[] {"9007199254740.93", "\"9007199254740.93\""}) {
      http.perform(
              post("/api/pay")
                  .with(jwt())
                  .contentType(MediaType.APPLICATION_JSON)
                  .content("{\"from_user\":\"USER_1\",\"amount\":" + amount + "}"))
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.minor_units").value(900719925474093L));
    }
  }

  @Test
  void aMissingFieldIsNamedAsTheClientSpellsIt() throws Exception {
    http.perform(
            post("/api/pay")
                .with(jwt())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"amount\":1}"))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("invalid_parameter"))
        .andExpect(jsonPath("$.param").value("from_user"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{", "{\"amount\":1,\"amount\":2,\"from_user\":\"u\"}", "[]", "''"})
  void whatIsNotTheJsonExpectedIsMalformed(String body) throws Exception {
    http.perform(post("/api/pay").with(jwt()).contentType(MediaType.APPLICATION_JSON).content(body))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("malformed_request"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"from_user\":\"a\\u0000\",\"amount\":1}|from_user",
        "{\"from_user\":\"a\",\"amount\":1,\"notes\":{\"k\":\"\\u0000\"}}|notes",
        "{\"from_user\":\"a\",\"amount\":1,\"notes\":{\"\\u0000\":\"v\"}}|notes"
      })
  void textThatNoDatabaseKeepsIsRefused(String body, String param) throws Exception {
    http.perform(post("/api/pay").with(jwt()).contentType(MediaType.APPLICATION_JSON).content(body))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("invalid_parameter"))
        .andExpect(jsonPath("$.param").value(param));
  }

  @Test
  void jsonThatIsFarTooDeepOrNoUnicodeIsMalformed() throws Exception {
    String deep = "{\"from_user\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    byte[] latin = "{\"from_user\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);

    for (byte[] body : new byte[][] {deep.getBytes(StandardCharsets.UTF_8), latin}) {
      http.perform(
              post("/api/pay").with(jwt()).contentType(MediaType.APPLICATION_JSON).content(body))
          .andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.code").value("malformed_request"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"notes\":{\"5555555555554444\":{\"b\":\"c\"}}} | notes has the wrong form",
        "{\"5555555555554444\":{\"b\":1,\"b\":2}} | the body is not the JSON expected here",
      })
  void aClientsOwnNamesAreNotRepeated(String body, String detail) throws Exception {
    http.perform(post("/api/pay").with(jwt()).contentType(MediaType.APPLICATION_JSON).content(body))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("malformed_request"))
        .andExpect(jsonPath("$.detail").value(detail))
        .andExpect(content().string(not(containsString("5555"))));
  }

  @Test
  void membersThatAreNotKnownAreIgnored() throws Exception {
    http.perform(
            post("/api/note")
                .with(jwt())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"text\":\"hello\",\"texts\":[1],\"more\":{\"text\":\"other\"}}"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.text").value("hello"));
  }

  @Test
  void aProblemCarriesItsFieldsAndWhenToComeBack() throws Exception {
    http.perform(get("/api/busy").with(jwt()))
        .andExpect(status().isTooManyRequests())
        .andExpect(header().string("Retry-After", "2"))
        .andExpect(jsonPath("$.type").value("urn:florin:problem:rate_limited"))
        .andExpect(jsonPath("$.title").value("Rate limited"))
        .andExpect(jsonPath("$.payment_id").value("PAY_1"))
        .andExpect(jsonPath("$.payment_status").value("processing"));
  }

  @Test
  void aFaultTellsNothingInternal() throws Exception {
    http.perform(get("/api/fault").with(jwt()))
        .andExpect(status().isInternalServerError())
        .andExpect(jsonPath("$.code").value("internal_error"))
        .andExpect(content().string(not(containsString("secret table"))));
  }

  @Test
  void withoutATokenNothingIsTold() throws Exception {
    http.perform(get("/api/busy"))
        .andExpect(status().isUnauthorized())
        .andExpect(header().string("WWW-Authenticate", "Bearer"))
        .andExpect(jsonPath("$.code").value("unauthenticated"));
    http.perform(get("/internal/anything").with(jwt()))
        .andExpect(status().isForbidden())
        .andExpect(jsonPath("$.code").value("forbidden"));
    http.perform(get("/elsewhere").with(jwt())).andExpect(status().isForbidden());
  }

  @Test
  void aTokenIsToldTheScopeThatItLacks() throws Exception {
    http.perform(get("/api/scoped").with(jwt()))
        .andExpect(status().isForbidden())
        .andExpect(
            header()
                .string(
                    "WWW-Authenticate",
                    "Bearer error=\"insufficient_scope\", scope=\"example:read\""))
        .andExpect(
            jsonPath("$.detail")
                .value("this token may not do that: it needs the scope example:read"));
  }

  @Test
  void ofSeveralScopesThatWouldDoNoneIsAskedFor() throws Exception {
    http.perform(get("/api/either").with(jwt()))
        .andExpect(status().isForbidden())
        .andExpect(header().string("WWW-Authenticate", "Bearer error=\"insufficient_scope\""))
        .andExpect(
            jsonPath("$.detail")
                .value("this token may not do that: it needs the scope example:read or ops"));
  }

  @Test
  void whereNoScopeWouldHelpNoneIsNamed() throws Exception {
    http.perform(get("/elsewhere").with(jwt()))
        .andExpect(status().isForbidden())
        .andExpect(header().doesNotExist("WWW-Authenticate"))
        .andExpect(jsonPath("$.detail").value("this token may not do that"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aRequestWhoseDeadlineHasPassedIsNotStarted(long left) throws Exception {
    double before = refusals();

    http.perform(get("/api/busy").with(jwt()).header("x-envoy-expected-rq-timeout-ms", left))
        .andExpect(status().isGatewayTimeout())
        .andExpect(jsonPath("$.code").value("deadline_exceeded"));

    assertThat(refusals() - before).isEqualTo(1);
  }

  private double refusals() {
    return meters.get("florin.deadline.refusals").tag("work", "request").counter().count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "99999999999999999999", "soon", ""})
  void aDeadlineThatIsNoneOfThisHopLeavesItsBudget(String left) throws Exception {
    http.perform(get("/api/busy").with(jwt()).header("x-envoy-expected-rq-timeout-ms", left))
        .andExpect(status().isTooManyRequests());
  }

  @Test
  void aUserNamedLikeItsMerchantIsStillAUser() throws Exception {
    http.perform(
            get("/api/me")
                .with(
                    jwt()
                        .jwt(
                            token ->
                                token
                                    .subject("demo")
                                    .claim("merchant_id", "demo")
                                    .claim("sid", "1"))))
        .andExpect(jsonPath("$.kind").value("USER"));
    http.perform(
            get("/api/me")
                .with(jwt().jwt(token -> token.subject("demo").claim("merchant_id", "demo"))))
        .andExpect(jsonPath("$.kind").value("MERCHANT"));
    http.perform(get("/api/me").with(jwt().jwt(token -> token.subject("payment-service"))))
        .andExpect(jsonPath("$.kind").value("SERVICE"));
  }

  @Test
  void aServiceAddsItsOwnScopes() throws Exception {
    http.perform(get("/api/scoped").with(jwt())).andExpect(status().isForbidden());
    int allowed =
        http.perform(get("/api/scoped").with(jwt().authorities(() -> "SCOPE_example:read")))
            .andReturn()
            .getResponse()
            .getStatus();
    assertThat(allowed).isEqualTo(200);
  }

  @SpringBootApplication(
      excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
  @Import(Api.class)
  static class App {

    @Bean
    AccessRules accessRules() {
      return rules ->
          rules
              .requestMatchers("/api/scoped")
              .hasAuthority("SCOPE_example:read")
              .requestMatchers("/api/either")
              .hasAnyAuthority("SCOPE_example:read", "SCOPE_ops");
    }
  }

  record Pay(
      @NotBlank String fromUser,
      @NotBlank @JsonDeserialize(using = AmountText.class) String amount,
      @Nullable Map<String, String> notes,
      @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {}

  record Note(@NotBlank String text) {}

  @RestController
  static class Api {

    @PostMapping("/api/note")
    Note note(@Valid @RequestBody Note note) {
      return note;
    }

    @PostMapping("/api/pay")
    Map<String, Object> pay(@Valid @RequestBody Pay pay) {
      return Map.of("minor_units", Money.parse(pay.amount(), "USD").minorUnits());
    }

    @GetMapping("/api/busy")
    void busy() {
      throw new ProblemException(CommonError.RATE_LIMITED, "slower, please")
          .paymentId("PAY_1")
          .paymentStatus("processing")
          .retryAfter(Duration.ofSeconds(2));
    }

    @GetMapping("/api/fault")
    void fault() {
      throw new IllegalStateException("secret table");
    }

    @GetMapping("/api/scoped")
    Map<String, Object> scoped() {
      return Map.of("ok", true);
    }

    @GetMapping("/api/me")
    Map<String, Object> me(Caller caller) {
      return Map.of("kind", caller.kind());
    }
  }
}
