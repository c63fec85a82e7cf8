package dev.florin.account.hold;

import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.Outcome;
import dev.florin.contract.Contract;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Replays what the services that hold money rely on. */
@AccountServiceTest
class HoldContractIT {

  private static final String MERCHANT = "demo";
  private static final Duration LONG = Duration.ofMinutes(10);

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final PlaceHold placeHold;
  private final PostHold postHold;
  private final VoidHold voidHold;
  private final JdbcTemplate jdbc;

  @Autowired
  HoldContractIT(
      MockMvc http,
      Wallets wallets,
      DepositFunds depositFunds,
      PlaceHold placeHold,
      PostHold postHold,
      VoidHold voidHold,
      JdbcTemplate jdbc) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.placeHold = placeHold;
    this.postHold = postHold;
    this.voidHold = voidHold;
    this.jdbc = jdbc;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hold-placed",
        "hold-insufficient-funds",
        "hold-fenced",
        "hold-conflict",
        "hold-post-posted",
        "hold-post-partly",
        "hold-post-exceeds-hold",
        "hold-post-already-posted",
        "hold-post-already-voided",
        "hold-post-expired",
        "hold-post-hold-declined",
        "hold-void-voided",
        "hold-void-fenced",
        "hold-void-already-posted",
        "hold-read",
        "reverse-capture-posted"
      })
  void theServiceKeepsTheContractTwice(String name) throws Exception {
    Contract contract = Contract.load("account/" + name);
    given(name, contract.request().path().split("/", -1)[3]);

    for (int i = 0; i < 2; i++) {
      MockHttpServletResponse response =
          http.perform(
                  MockMvcRequestBuilders.request(
                          HttpMethod.valueOf(contract.request().method()),
                          contract.request().path())
                      .contentType(MediaType.APPLICATION_JSON)
                      .content(contract.request().bodyText())
                      .with(AccountFixtures.service()))
              .andReturn()
              .getResponse();
      contract.verifyResponse(response.getStatus(), response.getContentAsString());
    }
  }

  private void given(String name, String hold) {
    switch (name) {
      case "hold-placed" -> fund("USER_11", "100.00");
      case "hold-insufficient-funds" -> fund("USER_12", "5.00");
      case "hold-fenced" -> {
        fund("USER_13", "100.00");
        voidHold.release(hold);
      }
      case "hold-conflict" -> hold(hold, "USER_14");
      case "hold-post-posted" -> hold(hold, "USER_15");
      case "hold-post-partly" -> hold(hold, "USER_16");
      case "hold-post-exceeds-hold" -> hold(hold, "USER_17");
      case "hold-post-already-posted" -> {
        hold(hold, "USER_18");
        post(hold);
      }
      case "hold-post-already-voided" -> {
        hold(hold, "USER_19");
        voidHold.release(hold);
      }
      case "hold-post-expired" -> {
        hold(hold, "USER_20", Duration.ofMillis(1));
        await()
            .until(
                () ->
                    jdbc.queryForObject(
                        "SELECT expires_at <= now() FROM hold WHERE id = ?", Boolean.class, hold));
      }
      case "hold-post-hold-declined" -> {
        fund("USER_21", "5.00");
        placeHold.place(hold, MERCHANT, "USER_21", usd("19.99"), LONG);
      }
      case "hold-void-voided" -> hold(hold, "USER_22");
      case "hold-void-already-posted" -> {
        hold(hold, "USER_23");
        post(hold);
      }
      case "hold-read" -> hold(hold, "USER_24");
      case "reverse-capture-posted" -> {
        String payment = hold.replace(":reverse", "");
        hold(payment + ":hold", "USER_25");
        assertThat(postHold.post(payment + ":capture", payment + ":hold", null, true))
            .isInstanceOf(Outcome.Posted.class);
      }
      default -> {}
    }
  }

  private void fund(String userId, String amount) {
    AccountFixtures.wallet(wallets, depositFunds, MERCHANT, userId, usd(amount));
  }

  private void hold(String id, String userId) {
    hold(id, userId, LONG);
  }

  private void hold(String id, String userId, Duration timeToLive) {
    fund(userId, "100.00");
    assertThat(placeHold.place(id, MERCHANT, userId, usd("19.99"), timeToLive))
        .isInstanceOf(Outcome.Held.class);
  }

  private void post(String hold) {
    assertThat(postHold.post(hold + ":other", hold, null, true)).isInstanceOf(Outcome.Posted.class);
  }
}
