package dev.florin.account.seal.web;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.operator;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.usd;
import static dev.florin.account.AccountFixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountServiceTest;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.localstack.ledger.ProofCheck;
import dev.florin.localstack.ledger.SealKeys;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@AccountServiceTest
class ProofApiIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final DataSource dataSource;

  private String merchantId = "";

  @Autowired
  ProofApiIT(MockMvc http, Wallets wallets, DepositFunds depositFunds, DataSource dataSource) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.dataSource = dataSource;
  }

  @BeforeEach
  void useAMerchantOfItsOwn() {
    merchantId = newMerchant();
  }

  @Test
  void aProofHoldsForWhoTrustsTheKey() throws Exception {
    String id = deposit();

    JsonNode proof = sealedProof(id);

    JsonNode keys = json(http.perform(get("/api/v1/ledger/keys").with(merchant(merchantId))));
    String key =
        keys.path("data")
            .valueStream()
            .filter(
                known ->
                    known
                        .path("key_id")
                        .asString()
                        .equals(proof.path("block").path("key_id").asString()))
            .findFirst()
            .orElseThrow()
            .path("public_key")
            .asString();
    assertThat(new ProofCheck(List.of(SealKeys.publicKey(key))).check(proof.toString()).failures())
        .isEmpty();
    assertThat(proof.path("transfer").path("id").asString()).isEqualTo(id);
    assertThat(proof.path("transfer").path("merchant_id").asString()).isEqualTo(merchantId);
    assertThat(proof.path("transfer").path("postings")).hasSize(2);
  }

  @Test
  void aProofHasTheShapeOfTheExample() throws Exception {
    JsonNode proof = sealedProof(deposit());

    try (InputStream file =
        getClass().getResourceAsStream("/contracts/account/proof-posted.json")) {
      JsonNode example = JsonMapper.shared().readTree(file).path("proof");
      for (String part : List.of("", "/transfer", "/transfer/postings/0", "/block")) {
        assertThat(new TreeSet<>(proof.at(part).propertyNames()))
            .as(part)
            .isEqualTo(new TreeSet<>(example.at(part).propertyNames()));
      }
      assertThat(proof.path("format")).isEqualTo(example.path("format"));
    }
  }

  @Test
  void aTransferThatIsNotSealedYetIsToBeAskedForAgain() throws Exception {
    String id;
    try (Connection open = dataSource.getConnection()) {
      open.setAutoCommit(false);
      open.createStatement().execute("SELECT pg_current_xact_id()");
      id = deposit();

      read(id, merchant(merchantId, "accounts:read"))
          .andExpect(status().isConflict())
          .andExpect(header().string("Retry-After", "1"))
          .andExpect(jsonPath("$.code").value("not_sealed_yet"))
          .andExpect(jsonPath("$.retryable").value(true));
      open.rollback();
    }
    sealedProof(id);
  }

  @Test
  void aTransferOfSomebodyElseDoesNotExist() throws Exception {
    String id = deposit();

    read(id, merchant(newMerchant(), "accounts:read", "ops")).andExpect(status().isNotFound());
    read(id, merchant(merchantId, "ops")).andExpect(status().isNotFound());
    read(id, service()).andExpect(status().isForbidden());
    read(id, merchant(merchantId, "payments:read")).andExpect(status().isForbidden());
    read(id, user(merchantId, "USER_1", "accounts:read")).andExpect(status().isForbidden());
    read("no-such-transfer", merchant(merchantId, "accounts:read"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.code").value("not_found"));
  }

  @Test
  void aTransferThatIsNobodysIsForOperators() throws Exception {
    String id = "fence-" + newMerchant();
    new JdbcTemplate(dataSource)
        .update(
            """
            INSERT INTO transfer (id, kind, legs, decline_code) VALUES (?, 'deduction', 0, 'fenced')
            """,
            id);

    read(id, merchant(merchantId, "accounts:read")).andExpect(status().isNotFound());
    await().atMost(SOON).untilAsserted(() -> read(id, operator("olga")).andExpect(status().isOk()));
    read(id, merchant(merchantId, "ops")).andExpect(status().isNotFound());
  }

  @Test
  void anIdWithControlCharactersIsNone() throws Exception {
    for (String id : List.of("a%00b", "a%01b", "a%C2%85b")) {
      http.perform(
              get(URI.create("/api/v1/ledger/proofs/" + id))
                  .with(merchant(merchantId, "accounts:read")))
          .andExpect(status().isBadRequest());
    }
  }

  @Test
  void theKeysAreForEverybodyWithAToken() throws Exception {
    sealedProof(deposit());

    http.perform(get("/api/v1/ledger/keys")).andExpect(status().isUnauthorized());
    http.perform(get("/api/v1/ledger/keys").with(user(merchantId, "USER_1")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.data[0].key_id").isString())
        .andExpect(jsonPath("$.data[0].first_used_at").isString());
  }

  private String deposit() {
    Wallet wallet = wallets.open(merchantId, "USER_1", "USD").wallet();
    return depositFunds.deposit(wallet, usd("10.00"), "key-" + newMerchant()).transferId();
  }

  private JsonNode sealedProof(String id) throws Exception {
    RequestPostProcessor owner = merchant(merchantId, "accounts:read");
    await().atMost(SOON).untilAsserted(() -> read(id, owner).andExpect(status().isOk()));
    return json(read(id, owner));
  }

  private ResultActions read(String id, RequestPostProcessor token) throws Exception {
    return http.perform(get("/api/v1/ledger/proofs/" + id).with(token));
  }

  private static JsonNode json(ResultActions answer) throws Exception {
    return JsonMapper.shared().readTree(answer.andReturn().getResponse().getContentAsString());
  }
}
