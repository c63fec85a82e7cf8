package dev.florin.account.audit;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.operator;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.account.Wallets;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@AccountServiceTest
class AuditIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final MockMvc http;
  private final AuditTrail trail;
  private final Wallets wallets;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;

  private String merchantId = "";
  private UUID account = new UUID(0, 0);

  @Autowired
  AuditIT(
      MockMvc http,
      AuditTrail trail,
      Wallets wallets,
      JdbcTemplate jdbc,
      PlatformTransactionManager transactions,
      JsonMapper json) {
    this.http = http;
    this.trail = trail;
    this.wallets = wallets;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.json = json;
  }

  @BeforeEach
  void oneWallet() {
    merchantId = newMerchant();
    account = wallets.open(merchantId, "USER_1", "EUR").wallet().id();
  }

  @Test
  void recordTellsWhoDidWhatWhyAndInWhichRequest() throws Exception {
    change("freeze", merchant(merchantId, "accounts:write"));

    search("account_id=" + account, operator("olga"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.data", hasSize(1)))
        .andExpect(jsonPath("$.data[0].actor").value("merchant:" + merchantId))
        .andExpect(jsonPath("$.data[0].action").value("account.frozen"))
        .andExpect(jsonPath("$.data[0].account_id").value(account.toString()))
        .andExpect(jsonPath("$.data[0].before.status").value("open"))
        .andExpect(jsonPath("$.data[0].after.status").value("frozen"))
        .andExpect(jsonPath("$.data[0].reason").value("suspected fraud"))
        .andExpect(jsonPath("$.data[0].trace_id").value(TRACE))
        .andExpect(jsonPath("$.data[0].span_id").isString())
        .andExpect(jsonPath("$.data[0].request_id").value("R_1"))
        .andExpect(jsonPath("$.data[0].hash").isString())
        .andExpect(jsonPath("$.has_more").value(false));
  }

  @Test
  void recordsAreFoundByWhateverTheyHold() throws Exception {
    change("freeze", operator("olga-" + merchantId));
    change("unfreeze", operator("olga-" + merchantId));
    String actor = "actor=operator:olga-" + merchantId;

    search(actor, operator("o"))
        .andExpect(jsonPath("$.data[*].action", contains("account.unfrozen", "account.frozen")));
    search(actor + "&action=account.frozen", operator("o"))
        .andExpect(jsonPath("$.data", hasSize(1)));
    search(actor + "&trace_id=" + TRACE, operator("o")).andExpect(jsonPath("$.data", hasSize(2)));
    search(actor + "&trace_id=" + "0".repeat(32), operator("o"))
        .andExpect(jsonPath("$.data", hasSize(0)));
    search(actor + "&from=2020-01-01T00:00:00Z", operator("o"))
        .andExpect(jsonPath("$.data", hasSize(2)));
    search(actor + "&to=2020-01-01T00:00:00Z", operator("o"))
        .andExpect(jsonPath("$.data", hasSize(0)));
    long newest = trail.page(AuditQuery.of(account), 1, null, null).data().getFirst().number();
    search(actor + "&limit=1", operator("o")).andExpect(jsonPath("$.has_more").value(true));
    search(actor + "&limit=1&starting_after=" + newest, operator("o"))
        .andExpect(jsonPath("$.data[*].action", contains("account.frozen")))
        .andExpect(jsonPath("$.has_more").value(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "account_id=x",
        "from=yesterday",
        "trace_id=x",
        "actor=a%00b",
        "action=%00",
        "action=account.frozen%0A",
        "transfer_id=%00",
        "transfer_id=%C2%85",
        "starting_after=x",
        "starting_after=1&ending_before=2"
      })
  void impossibleSearchIsRefused(String query) throws Exception {
    http.perform(get(URI.create("/api/v1/audit?" + query)).with(operator("o")))
        .andExpect(status().isBadRequest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"actor=a%00b", "action=%00"})
  void impossibleExportIsRefused(String query) throws Exception {
    http.perform(get(URI.create("/api/v1/audit/export?" + query)).with(operator("o")))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("invalid_parameter"));
  }

  @Test
  void momentsBeyondTheDatabasesAreAsGoodAsOpenEnds() throws Exception {
    change("freeze", operator("olga"));
    String all = "from=-100000000-01-01T00:00:00Z&to=%2B100000000-01-01T00:00:00Z";

    for (String path : List.of("?", "/export?")) {
      String query = path + "account_id=" + account + "&" + all;
      String answer =
          http.perform(get(URI.create("/api/v1/audit" + query)).with(operator("o")))
              .andExpect(status().isOk())
              .andReturn()
              .getResponse()
              .getContentAsString();
      assertThat(answer).contains("account.frozen");
    }
  }

  @Test
  void exportHoldsEveryRecordOldestFirst() throws Exception {
    change("freeze", operator("olga"));
    change("unfreeze", operator("olga"));

    String export =
        http.perform(get("/api/v1/audit/export").with(operator("o")))
            .andExpect(status().isOk())
            .andExpect(content().contentTypeCompatibleWith("application/x-ndjson"))
            .andReturn()
            .getResponse()
            .getContentAsString();

    List<JsonNode> lines = export.lines().map(json::readTree).toList();
    assertThat(lines.stream().map(line -> line.get("number").asLong()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, lines.size()).boxed().toList());
    assertThat(lines.getLast().get("action").asString()).isEqualTo("account.unfrozen");
    assertThat(lines.getLast().get("after").get("status").asString()).isEqualTo("open");
    for (int i = 1; i < lines.size(); i++) {
      assertThat(lines.get(i).get("previous_hash")).isEqualTo(lines.get(i - 1).get("hash"));
    }
  }

  @Test
  void auditOfAllMerchantsIsTheOperatorsAlone() throws Exception {
    for (String path : List.of("", "/export", "/verification")) {
      for (RequestPostProcessor other :
          List.<RequestPostProcessor>of(
              merchant(merchantId, "accounts:read", "accounts:write"),
              merchant(merchantId, "ops"),
              user(merchantId, "USER_1", "ops"),
              user(merchantId, "USER_1", "accounts:read"),
              service())) {
        http.perform(get("/api/v1/audit" + path).with(other)).andExpect(status().isForbidden());
      }
      http.perform(get("/api/v1/audit" + path)).andExpect(status().isUnauthorized());
      http.perform(get("/api/v1/audit" + path).with(operator("o"))).andExpect(status().isOk());
    }
  }

  @Test
  void merchantReadsTheAuditOfItsOwnAccounts() throws Exception {
    change("freeze", merchant(merchantId, "accounts:write"));

    String path = "/api/v1/accounts/" + account + "/audit";
    http.perform(get(path).with(merchant(merchantId, "accounts:read")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.data[*].action", contains("account.frozen")));
    http.perform(get(path).with(merchant(newMerchant(), "accounts:read")))
        .andExpect(status().isNotFound());
    for (String userId : List.of("USER_1", "USER_2")) {
      http.perform(get(path).with(user(merchantId, userId, "accounts:read")))
          .andExpect(status().isForbidden());
    }
  }

  @Test
  void merchantIsNotToldWhichOperatorDidItAndWhy() throws Exception {
    change("freeze", merchant(merchantId, "accounts:write"));
    change("unfreeze", merchant(merchantId, "accounts:write"));
    change("freeze", operator("olga"));

    http.perform(
            get("/api/v1/accounts/" + account + "/audit")
                .with(merchant(merchantId, "accounts:read")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.data[0].action").value("account.frozen"))
        .andExpect(jsonPath("$.data[0].actor").value("operator"))
        .andExpect(jsonPath("$.data[0].after.status").value("frozen"))
        .andExpect(jsonPath("$.data[0].hash").isString())
        .andExpect(jsonPath("$.data[0].reason").doesNotExist())
        .andExpect(jsonPath("$.data[0].request_id").doesNotExist())
        .andExpect(jsonPath("$.data[0].span_id").doesNotExist())
        .andExpect(jsonPath("$.data[1].actor").value("merchant:" + merchantId))
        .andExpect(jsonPath("$.data[1].reason").value("suspected fraud"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE account_audit SET reason = 'another'",
        "DELETE FROM account_audit",
        "TRUNCATE account_audit",
        "UPDATE account_audit_head SET number = 0",
        "DELETE FROM account_audit_head",
        "TRUNCATE account_audit_head"
      })
  void whatIsWrittenStaysWritten(String change) {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.execute(change))
        .withMessageContaining("refused");
  }

  @Test
  void databaseChainsWhateverTheWriterSays() {
    jdbc.update(
        """
        INSERT INTO account_audit (number, actor, action, created_at, previous_hash, hash)
        VALUES (1, 'operator:x', 'account.forged', now() - interval '1 year',
                sha256('a'), sha256('b')),
               (1, 'operator:x', 'account.forged', now(), sha256('a'), sha256('b'))
        """);

    assertThat(trail.verify()).isNull();
  }

  @Test
  void recordsWrittenAtOnceMakeOneChain() throws Exception {
    long before = trail.last();
    List<Callable<Long>> calls =
        LongStream.range(0, 40)
            .<Callable<Long>>mapToObj(
                n ->
                    () -> {
                      transaction.executeWithoutResult(_ -> trail.record(entry("account.noted")));
                      return n;
                    })
            .toList();

    AtOnce.run(calls);

    assertThat(trail.last()).isEqualTo(before + 40);
    assertThat(trail.verify()).isNull();
  }

  @Test
  void nothingIsRecordedOfWhatIsRolledBack() {
    long before = trail.last();

    transaction.executeWithoutResult(
        status -> {
          trail.record(entry("account.undone"));
          status.setRollbackOnly();
        });

    assertThat(trail.last()).isEqualTo(before);
    assertThat(trail.verify()).isNull();
    assertThatExceptionOfType(IllegalTransactionStateException.class)
        .as("not without a transaction")
        .isThrownBy(() -> trail.record(entry("account.alone")));
  }

  @Test
  void verificationIsAnswered() throws Exception {
    change("freeze", operator("olga"));

    http.perform(get("/api/v1/audit/verification").with(operator("o")))
        .andExpect(jsonPath("$.holds").value(true))
        .andExpect(jsonPath("$.records").value(trail.last()));
  }

  private AuditEntry entry(String action) {
    return new AuditEntry(
        new Actor("operator:test"),
        action,
        account,
        null,
        Map.of("text", "ä€𝄞: 7"),
        null,
        "ein Grund – \"so\"");
  }

  private void change(String move, RequestPostProcessor token) throws Exception {
    http.perform(
            post("/api/v1/accounts/" + account + "/" + move)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"reason\":\"suspected fraud\"}")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .header("baggage", "request_id=R_1")
                .with(token))
        .andExpect(status().isOk());
  }

  private ResultActions search(String query, RequestPostProcessor token) throws Exception {
    return http.perform(get("/api/v1/audit?" + query).with(token));
  }
}
