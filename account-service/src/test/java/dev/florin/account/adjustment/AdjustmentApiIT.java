package dev.florin.account.adjustment;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.operator;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallets;
import dev.florin.account.audit.AuditQuery;
import dev.florin.account.audit.AuditRecord;
import dev.florin.account.audit.AuditTrail;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.integrity.IntegrityChecker;
import dev.florin.account.integrity.Invariant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@AccountServiceTest
class AdjustmentApiIT {

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final AuditTrail audit;
  private final JdbcTemplate jdbc;

  private String merchantId = "";
  private UUID alice = new UUID(0, 0);
  private UUID bob = new UUID(0, 0);

  @Autowired
  AdjustmentApiIT(
      MockMvc http,
      Wallets wallets,
      DepositFunds depositFunds,
      AuditTrail audit,
      JdbcTemplate jdbc) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.audit = audit;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void twoWalletsOfTenDollars() {
    merchantId = newMerchant();
    alice = AccountFixtures.wallet(wallets, depositFunds, merchantId, "A", usd("10.00")).id();
    bob = AccountFixtures.wallet(wallets, depositFunds, merchantId, "B", usd("10.00")).id();
  }

  @AfterEach
  void ledgerIsWholeAndEveryAdjustmentAudited() {
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
    assertThat(IntegrityChecker.breaches(JdbcClient.create(jdbc), Duration.ofHours(1)))
        .noneMatch(
            breach ->
                breach.invariant() == Invariant.A2
                    && breach.subject().startsWith(Adjustments.transferId("")));
  }

  @Test
  void operatorMovesMoneyAndBothTheWishAndWhatCameOfItAreAudited() throws Exception {
    String id = "ADJ-" + UUID.randomUUID();

    adjust(
            body(
                id,
                leg(alice, "debit", "3.00"),
                leg(bob, "credit", "2.00"),
                system("funding", "credit", "1.00")))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.adjustment_id").value(id))
        .andExpect(jsonPath("$.transfer_id").value("adjustment:" + id))
        .andExpect(jsonPath("$.entries[0].balance_after").value("7.00"))
        .andExpect(jsonPath("$.entries[1].balance_after").value("12.00"));

    List<AuditRecord> records = recordsOf(id);
    assertThat(records)
        .extracting(AuditRecord::action)
        .containsExactly("adjustment.posted", "adjustment.requested");
    assertThat(records.getLast().actor()).isEqualTo("operator:olga");
    assertThat(records.getLast().reason()).isEqualTo("booked twice");
    assertThat(records.getFirst().before()).contains("\"posted\":1000");
    assertThat(records.getFirst().after()).contains("\"posted\":700");
  }

  @Test
  void keySentTwentyTimesAtOnceMovesMoneyOnce() throws Exception {
    String body = body(null, leg(alice, "debit", "1.00"), leg(bob, "credit", "1.00"));
    String key = UUID.randomUUID().toString();
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(() -> send(key, body, operator("olga")).andReturn().getResponse().getStatus());
    }

    assertThat(AtOnce.run(calls)).containsOnly(201);

    assertThat(posted(alice)).isEqualTo(900);
    send(key, body, operator("olga")).andExpect(header().string("Idempotent-Replayed", "true"));
    send(key, body.replace("1.00", "2.00"), operator("olga"))
        .andExpect(status().isUnprocessableContent())
        .andExpect(jsonPath("$.code").value("idempotency_key_reused"));
    assertThat(posted(alice)).isEqualTo(900);
  }

  @Test
  void idBelongsToOneAdjustment() throws Exception {
    String id = "ADJ-" + UUID.randomUUID();
    adjust(body(id, leg(alice, "debit", "1.00"), leg(bob, "credit", "1.00")))
        .andExpect(status().isCreated());

    adjust(body(id, leg(alice, "debit", "1.00"), leg(bob, "credit", "1.00")))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("adjustment_exists"));

    assertThat(posted(alice)).isEqualTo(900);
  }

  @Test
  void missingOutcomeIsAuditedByTheSameRequestSentAgain() throws Exception {
    String id = "ADJ-" + UUID.randomUUID();
    String key = UUID.randomUUID().toString();
    String body = body(id, leg(alice, "debit", "1.00"), leg(bob, "credit", "1.00"));
    jdbc.execute(
        """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'as if it died' USING ERRCODE = 'internal_error'; END $$
        """);
    jdbc.execute("CREATE TRIGGER fail BEFORE UPDATE ON adjustment EXECUTE FUNCTION fail()");
    try {
      send(key, body, operator("olga")).andExpect(status().is5xxServerError());
    } finally {
      jdbc.execute("DROP FUNCTION fail() CASCADE");
    }
    assertThat(posted(alice)).isEqualTo(900);
    assertThat(recordsOf(id))
        .extracting(AuditRecord::action)
        .containsExactly("adjustment.requested");

    send(key, body, operator("olga")).andExpect(status().isCreated());

    assertThat(posted(alice)).isEqualTo(900);
    assertThat(recordsOf(id))
        .extracting(AuditRecord::action)
        .containsExactly("adjustment.posted", "adjustment.requested");
  }

  @Test
  void withoutItsRecordNothingMoves() throws Exception {
    jdbc.execute(
        """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no audit' USING ERRCODE = 'internal_error'; END $$
        """);
    jdbc.execute(
        "CREATE TRIGGER aaa_fail BEFORE INSERT ON account_audit FOR EACH ROW EXECUTE FUNCTION fail()");
    try {
      adjust(body(null, leg(alice, "debit", "1.00"), leg(bob, "credit", "1.00")))
          .andExpect(status().is5xxServerError());
    } finally {
      jdbc.execute("DROP FUNCTION fail() CASCADE");
    }

    assertThat(posted(alice)).isEqualTo(1_000);
  }

  @Test
  void tenThousandLegsAreTooMany() throws Exception {
    String[] legs = new String[10_000];
    for (int i = 0; i < legs.length; i++) {
      legs[i] = leg(i % 2 == 0 ? alice : bob, i % 2 == 0 ? "debit" : "credit", "0.01");
    }

    refused(400, "too_many_legs", body(null, legs));
    adjust(body(null, Arrays.copyOf(legs, 100))).andExpect(status().isCreated());
    assertThat(posted(alice)).isEqualTo(950);
  }

  @Test
  void whatDoesNotBalanceIsRefused() throws Exception {
    refused(400, "unbalanced", body(null, leg(alice, "debit", "1.00"), leg(bob, "credit", "0.99")));
    refused(400, "unbalanced", body(null, leg(alice, "debit", "1.00"), leg(bob, "debit", "1.00")));
    refused(400, "invalid_parameter", body(null, leg(alice, "debit", "1.00")));
  }

  @Test
  void currenciesAreNotMixed() throws Exception {
    UUID euros = wallets.open(merchantId, "A", "EUR").wallet().id();

    refused(
        400,
        "currency_mismatch",
        body(null, leg(alice, "debit", "1.00"), leg(euros, "credit", "1.00")));
    refused(
        400,
        "currency_mismatch",
        body(
            null,
            leg(alice, "debit", "1.00"),
            leg(bob, "credit", "1.00").replace("}", ",\"currency\":\"EUR\"}")));
  }

  @Test
  void accountThatCannotTakePartIsNamed() throws Exception {
    refused(
        402,
        "account_not_found",
        body(null, leg(UUID.randomUUID(), "debit", "1.00"), leg(bob, "credit", "1.00")));
    refused(
        402,
        "account_not_found",
        body(null, system("channel_payable:typo", "debit", "1.00"), leg(bob, "credit", "1.00")));
    refused(
        400,
        "invalid_parameter",
        body(null, system("fundign", "debit", "1.00"), leg(bob, "credit", "1.00")));
    refused(
        402,
        "insufficient_funds",
        body(null, leg(alice, "debit", "10.01"), leg(bob, "credit", "10.01")));
    jdbc.update("UPDATE account SET status = 'frozen' WHERE id = ?", alice);
    refused(
        402, "account_frozen", body(null, leg(alice, "debit", "1.00"), leg(bob, "credit", "1.00")));
    jdbc.update("UPDATE account SET status = 'closed' WHERE id = ?", alice);
    refused(
        422, "account_closed", body(null, leg(bob, "debit", "1.00"), leg(alice, "credit", "1.00")));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1e3", "0.001", "NaN", "'1,00'", "9223372036854775808"})
  void badAmountIsRefused(String amount) throws Exception {
    refused(
        400, "invalid_amount", body(null, leg(alice, "debit", amount), leg(bob, "credit", amount)));
  }

  @Test
  void onlyOperatorsPostByHand() throws Exception {
    String body = body(null, leg(alice, "debit", "1.00"), leg(bob, "credit", "1.00"));
    for (RequestPostProcessor other :
        List.<RequestPostProcessor>of(
            merchant(merchantId, "accounts:read", "accounts:write"),
            merchant(merchantId, "ops"),
            service())) {
      send(UUID.randomUUID().toString(), body, other).andExpect(status().isForbidden());
    }
    http.perform(
            post("/api/v1/ledger/adjustments")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .with(operator("olga")))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("idempotency_key_required"));
    assertThat(posted(alice)).isEqualTo(1_000);
  }

  private void refused(int status, String code, String body) throws Exception {
    long before = posted(alice);
    adjust(body).andExpect(status().is(status)).andExpect(jsonPath("$.code").value(code));
    assertThat(posted(alice)).isEqualTo(before);
    assertThat(posted(bob)).isEqualTo(1_000);
  }

  private List<AuditRecord> recordsOf(String id) {
    AuditQuery query =
        new AuditQuery(null, null, null, Adjustments.transferId(id), null, null, null);
    return audit.page(query, 100, null, null).data();
  }

  private long posted(UUID account) {
    return jdbc.queryForList("SELECT posted FROM account WHERE id = ?", Long.class, account)
        .getFirst();
  }

  private ResultActions adjust(String body) throws Exception {
    return send(UUID.randomUUID().toString(), body, operator("olga"));
  }

  private ResultActions send(String key, String body, RequestPostProcessor token) throws Exception {
    return http.perform(
        post("/api/v1/ledger/adjustments")
            .contentType(MediaType.APPLICATION_JSON)
            .header("Idempotency-Key", key)
            .content(body)
            .with(token));
  }

  private static String leg(UUID account, String direction, String amount) {
    return "{\"account_id\":\"%s\",\"direction\":\"%s\",\"amount\":\"%s\"}"
        .formatted(account, direction, amount);
  }

  private static String system(String code, String direction, String amount) {
    return "{\"system_account\":\"%s\",\"direction\":\"%s\",\"amount\":\"%s\"}"
        .formatted(code, direction, amount);
  }

  private static String body(@Nullable String id, String... legs) {
    return "{%s\"legs\":[%s],\"currency\":\"USD\",\"reason\":\"booked twice\"}"
        .formatted(id == null ? "" : "\"adjustment_id\":\"" + id + "\",", String.join(",", legs));
  }
}
