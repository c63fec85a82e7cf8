package dev.florin.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.florin.contract.Contract;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.json.JsonMapper;

/** The whole provider over a real database, with WireMock as the server that it calls back. */
@SpringBootTest(
    properties = {
      "FLORIN_SANDBOX_PSP_API_KEY=sandbox-key",
      "FLORIN_SANDBOX_PSP_CALLBACK_SECRET=" + SandboxIntegration.CALLBACK_SECRET,
      "FLORIN_SANDBOX_PSP_URL=http://sandbox.test",
      "florin.sandbox.scripted-timeout=300ms",
      "florin.sandbox.pending-for=200ms",
      "florin.sandbox.finality-window=400ms",
      "florin.sandbox.late-by=100ms",
      "florin.sandbox.decision-interval=50ms",
      "florin.sandbox.callback.interval=50ms",
      "florin.sandbox.callback.pauses=100ms,200ms,300ms",
      "spring.datasource.hikari.maximum-pool-size=2",
      // The schedules want connections as well.
      "spring.datasource.hikari.connection-timeout=3000",
    })
@AutoConfigureMockMvc
public abstract class SandboxIntegration {

  protected static final String CALLBACK_SECRET =
      "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  protected static final WireMockServer RECEIVER =
      new WireMockServer(wireMockConfig().dynamicPort());

  /** What the provider answered. */
  public record Answer(int status, String body) {

    public String field(String name) {
      return JsonMapper.shared().readTree(body).path(name).asString("");
    }
  }

  @Autowired protected MockMvc mvc;
  @Autowired protected JdbcClient jdbc;

  @DynamicPropertySource
  static void surroundings(DynamicPropertyRegistry registry) {
    RECEIVER.start();
    Database database = EphemeralPostgres.database("sandbox");
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("FLORIN_CHANNEL_URL", RECEIVER::baseUrl);
  }

  protected static void receiverAnswers(int status) {
    RECEIVER.stubFor(
        post(urlEqualTo("/callbacks/sandbox")).willReturn(aResponse().withStatus(status)));
  }

  /** The callbacks about a reference so far. */
  protected static List<LoggedRequest> callbacksAbout(String reference) {
    return RECEIVER.findAll(postRequestedFor(urlEqualTo("/callbacks/sandbox"))).stream()
        .filter(callback -> callback.getBodyAsString().contains(reference))
        .toList();
  }

  protected static String reference() {
    return UUID.randomUUID() + "_1";
  }

  protected static String body(String reference, String amount, @Nullable String token) {
    String tokenField = token == null ? "" : ",\"token\":\"" + token + "\"";
    return """
        {"reference":"%s","amount":%s,"currency":"USD","method":"credit_card"%s}"""
        .formatted(reference, amount, tokenField);
  }

  protected Answer charge(String body) throws Exception {
    return perform("POST", "/v1/charges", body, "Bearer sandbox-key");
  }

  /** Reserves without taking. */
  protected Answer authorise(String reference, long amount, @Nullable String token)
      throws Exception {
    String charge = body(reference, Long.toString(amount), token);
    return charge(charge.substring(0, charge.length() - 1) + ",\"capture\":false}");
  }

  protected Answer followUp(String kind, String reference, String of, long amount)
      throws Exception {
    return perform(
        "POST",
        "/v1/" + kind + "s",
        """
        {"reference":"%s","of_reference":"%s","amount":%d,"currency":"USD"}"""
            .formatted(reference, of, amount),
        "Bearer sandbox-key");
  }

  protected Answer find(String reference) throws Exception {
    return find("charge", reference);
  }

  protected Answer find(String kind, String reference) throws Exception {
    return perform("GET", "/v1/" + kind + "s?reference=" + reference, "", "Bearer sandbox-key");
  }

  protected Answer send(Contract.Request contract) throws Exception {
    return perform(contract.method(), contract.path(), contract.bodyText(), "Bearer sandbox-key");
  }

  protected Answer perform(String method, String path, String body, String authorization)
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

  /** The same thing many times at once. */
  protected static List<Answer> together(int times, Callable<Answer> call)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> running =
          Stream.generate(() -> threads.submit(call)).limit(times).toList();
      List<Answer> answers = new java.util.ArrayList<>();
      for (Future<Answer> answer : running) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
