package dev.florin.risk.assessment.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.contract.Contract;
import dev.florin.risk.RiskIntegration;
import dev.florin.risk.assessment.web.AssessmentCalls.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

class AssessmentsIT extends RiskIntegration {

  private final AssessmentCalls calls;
  private final JdbcClient jdbc;
  private final StringRedisTemplate redis;
  private final String user = "USER_" + UUID.randomUUID();

  @Autowired
  AssessmentsIT(MockMvc mvc, JdbcClient jdbc, StringRedisTemplate redis) {
    this.calls = new AssessmentCalls(mvc);
    this.jdbc = jdbc;
    this.redis = redis;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assess-allow",
        "assess-transfer",
        "assess-review",
        "assess-deny",
        "reassess-deny",
        "assess-conflict"
      })
  void theContractsWithCallersAreKept(String name) throws Exception {
    Contract contract = Contract.load("risk/" + name);
    Contract.Request request = contract.request();
    if (name.equals("assess-conflict")) {
      String other = request.bodyText().replace("20.00", "19.99");
      assertThat(calls.call(request.path(), other, "SCOPE_internal").status()).isEqualTo(200);
    }

    Answer answer = calls.call(request.path(), request.bodyText(), "SCOPE_internal");

    contract.verifyResponse(answer.status(), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"assessment-read", "assessment-not-found"})
  void theContractsWithReadersAreKept(String name) throws Exception {
    Contract contract = Contract.load("risk/" + name);
    if (name.equals("assessment-read")) {
      calls.assess("0198c1a2-7b3c-7d4e-8f50-000000000061", "demo", user, "\"10000.01\"");
    }

    Answer answer = calls.read(contract.request().path(), "SCOPE_internal");

    contract.verifyResponse(answer.status(), answer.body());
  }

  @Test
  void onlyServicesReadAssessments() throws Exception {
    String payment = payment();
    calls.assess(payment, "m", user, "\"1.00\"");

    String path = "/internal/assessments/" + payment + ":risk";
    assertThat(calls.read(path, "SCOPE_payments:read").status()).isEqualTo(403);
    assertThat(calls.read(path, "SCOPE_internal").field("decision")).isEqualTo("allow");
  }

  @Test
  void aRepeatedAssessmentIsAnsweredAsTheFirstTime() throws Exception {
    String payment = payment();
    Answer first = calls.assess(payment, "m", user, "\"19.99\"");
    for (int i = 0; i < 20; i++) {
      calls.assess(payment(), "m", user, "\"1.00\"");
    }

    assertThat(calls.assess(payment, "m", user, "19.990"))
        .extracting(Answer::status)
        .isEqualTo(400);
    assertThat(calls.assess(payment, "m", user, "19.99")).isEqualTo(first);
    assertThat(calls.assess(payment(), "m", user, "\"1.00\"").field("decision"))
        .isEqualTo("review");
  }

  @Test
  void theSameIdAtOnceIsOneAssessmentAndCountsOnce() throws Exception {
    String payment = payment();

    Set<Answer> answers = new HashSet<>(together(20, i -> payment));

    assertThat(answers).hasSize(1);
    assertThat(rows(payment)).isEqualTo(1);
    assertThat(counted("PT1M", "count")).isEqualTo("1");
  }

  @Test
  void differentPaymentsAtOnceAreAllCounted() throws Exception {
    List<Answer> answers = together(30, i -> payment());

    assertThat(counted("PT1M", "count")).isEqualTo("30");
    assertThat(counted("PT24H", "sum:USD")).isEqualTo("3000");
    assertThat(answers).filteredOn(answer -> answer.field("decision").equals("allow")).hasSize(20);
    assertThat(answers).filteredOn(answer -> answer.field("decision").equals("review")).hasSize(10);
  }

  @Test
  void aDaysSumAboveItsLimitIsReviewed() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(calls.assess(payment(), "m", user, "10000").field("decision")).isEqualTo("allow");
    }

    Answer above = calls.assess(payment(), "m", user, "0.01");

    assertThat(above.field("decision")).isEqualTo("review");
    assertThat(above.body()).contains("{\"rule\":\"velocity_sum_day\",\"version\":1}");
  }

  @Test
  void usersOfAnotherMerchantAreOthers() throws Exception {
    for (int i = 0; i < 21; i++) {
      calls.assess(payment(), "m", user, "1");
    }

    assertThat(calls.assess(payment(), "m2", user, "1").field("decision")).isEqualTo("allow");
  }

  @Test
  void anExemptMerchantsUsersAreNotCounted() throws Exception {
    for (int i = 0; i < 25; i++) {
      assertThat(calls.assess(payment(), "exempt", user, "1").field("score")).isEqualTo("0");
    }
  }

  @Test
  void theAnswerIsKeptWithEverythingItWasMadeFrom() throws Exception {
    String payment = payment();
    calls.assess(payment, "m", user, "20000", ",\"payment_token\":\"tok_1\"");

    var row =
        jdbc.sql("select * from assessment where id = :id")
            .param("id", payment + ":risk")
            .query()
            .singleRow();

    assertThat(row)
        .containsEntry("amount", 2_000_000L)
        .containsEntry("decision", "review")
        .containsEntry("level", "medium")
        .containsEntry("score", 50)
        .containsEntry("payment_token", "tok_1");
    assertThat(String.valueOf(row.get("matched_rules"))).contains("amount_review");
    assertThat(String.valueOf(row.get("velocity"))).contains("PT24H", "2000000");
  }

  @Test
  void anAssessmentIdBelongsToItsFirstContent() throws Exception {
    String payment = payment();
    calls.assess(payment, "m", user, "1");

    assertThat(calls.assess(payment, "m", user, "2").status()).isEqualTo(409);
    assertThat(calls.assess(payment, "m", user + "x", "1").status()).isEqualTo(409);
    assertThat(calls.assess(payment, "m", user, "1").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "0.001", "1e3", "\"1,00\"", "\"NaN\"", "\"١\"", "null", "{}"})
  void badMoneyIsRefusedBeforeAnythingHappens(String amount) throws Exception {
    String payment = payment();

    assertThat(calls.assess(payment, "m", user, amount).status()).isEqualTo(400);
    assertThat(rows(payment)).isZero();
  }

  @Test
  void cardNumbersAreRefusedAndNotEchoed() throws Exception {
    Answer answer =
        calls.assess(payment(), "m", user, "1", ",\"payment_token\":\"4242424242424242\"");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("4242");
  }

  @Test
  void onlyServicesMayAsk() throws Exception {
    String path = "/internal/assessments/" + payment() + ":risk";

    assertThat(calls.call(path, "{}", "SCOPE_payments:write").status()).isEqualTo(403);
    assertThat(calls.call("/internal/assessments/1", "{}", "SCOPE_internal").status())
        .isEqualTo(400);
  }

  private interface PaymentOf {
    String number(int i);
  }

  private List<Answer> together(int count, PaymentOf payments) throws Exception {
    var barrier = new CyclicBarrier(count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String payment = payments.number(i);
        running.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return calls.assess(payment, "m", user, "1");
                }));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : running) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private static String payment() {
    return UUID.randomUUID().toString();
  }

  private String counted(String window, String field) {
    return String.valueOf(
        redis.opsForHash().get("risk:velocity:{1:m:" + user + "}:" + window, field));
  }

  private int rows(String payment) {
    return jdbc.sql("select count(*) from assessment where id = :id")
        .param("id", payment + ":risk")
        .query(Integer.class)
        .single();
  }
}
