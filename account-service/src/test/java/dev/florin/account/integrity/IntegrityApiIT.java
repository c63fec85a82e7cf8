package dev.florin.account.integrity;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.operator;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.usd;
import static dev.florin.account.AccountFixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountFixtures;
import dev.florin.account.EphemeralDatabase;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The running service looks by itself; a database of its own, since it is broken here. */
@SpringBootTest(
    properties = {
      "spring.kafka.listener.auto-startup=false",
      "spring.kafka.bootstrap-servers=127.0.0.1:1",
      "florin.account.integrity.interval=100ms"
    })
@AutoConfigureMockMvc
@ContextConfiguration(initializers = EphemeralDatabase.class)
class IntegrityApiIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final MockMvc http;
  private final IntegrityChecker checker;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final JdbcTemplate jdbc;

  @Autowired
  IntegrityApiIT(
      MockMvc http,
      IntegrityChecker checker,
      Wallets wallets,
      DepositFunds depositFunds,
      JdbcTemplate jdbc) {
    this.http = http;
    this.checker = checker;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.jdbc = jdbc;
  }

  @Test
  void runningServiceNamesWhatIsBrokenAndWhenItIsMended() throws Exception {
    UUID account =
        AccountFixtures.wallet(wallets, depositFunds, newMerchant(), "A", usd("10.00")).id();
    String anyMerchant = newMerchant();
    assertThat(checker.check().holds()).isTrue();
    http.perform(get("/api/v1/integrity").with(merchant(anyMerchant, "payments:read")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.holds").value(true))
        .andExpect(jsonPath("$.checked_at").isString())
        .andExpect(jsonPath("$.invariants[0].id").value("I1"))
        .andExpect(jsonPath("$.invariants[0].holds").value(true))
        .andExpect(jsonPath("$.invariants[0].checked_at").isString())
        .andExpect(jsonPath("$.invariants[0].breaches").doesNotExist());
    http.perform(get("/api/v1/integrity").with(operator("olga")))
        .andExpect(jsonPath("$.invariants[0].known").value(0))
        .andExpect(jsonPath("$.invariants[0].breaches").isEmpty());

    jdbc.execute("ALTER TABLE account DISABLE TRIGGER USER");
    jdbc.update("UPDATE account SET posted = posted + 1 WHERE id = ?", account);
    await().atMost(SOON).until(this::sumAndAccountAreBroken);
    for (RequestPostProcessor other :
        List.<RequestPostProcessor>of(
            merchant(anyMerchant, "accounts:read"),
            merchant(anyMerchant, "accounts:read", "ops"),
            user(anyMerchant, "A", "accounts:read"))) {
      http.perform(get("/api/v1/integrity").with(other))
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.holds").value(false))
          .andExpect(jsonPath("$.invariants[0].holds").value(false))
          .andExpect(jsonPath("$.invariants[0].checked_at").isString())
          .andExpect(jsonPath("$.invariants[*].known").doesNotExist())
          .andExpect(jsonPath("$.invariants[*].breaches").doesNotExist());
    }
    http.perform(get("/api/v1/integrity").with(operator("olga")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.holds").value(false))
        .andExpect(jsonPath("$.invariants[0].breaches[0].subject").value("USD"))
        .andExpect(jsonPath("$.invariants[1].breaches[0].subject").value(account.toString()));

    jdbc.update("UPDATE account SET posted = posted - 1 WHERE id = ?", account);
    jdbc.execute("ALTER TABLE account ENABLE TRIGGER USER");
    await().atMost(SOON).until(this::holds);
  }

  /** Each is found by a look of its own: one is told before the other. */
  private boolean sumAndAccountAreBroken() {
    IntegrityReport report = checker.report();
    return report != null
        && report.invariants().stream().limit(2).noneMatch(it -> it.breaches().isEmpty());
  }

  private boolean holds() {
    IntegrityReport report = checker.report();
    return report != null && report.holds();
  }

  @Test
  void scopesAreAskedFor() throws Exception {
    checker.check();
    http.perform(get("/api/v1/integrity").with(operator("olga"))).andExpect(status().isOk());
    http.perform(get("/api/v1/integrity").with(merchant(newMerchant(), "accounts:write")))
        .andExpect(status().isForbidden());
    http.perform(get("/api/v1/integrity").with(service())).andExpect(status().isForbidden());
    http.perform(get("/api/v1/integrity")).andExpect(status().isUnauthorized());
  }
}
