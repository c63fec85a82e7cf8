package dev.florin.account.journal;

import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.account.Wallets;
import dev.florin.account.deduction.DeductFunds;
import dev.florin.account.deduction.ReverseDeduction;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.hold.PlaceHold;
import dev.florin.account.hold.PostHold;
import dev.florin.account.ledger.Outcome;
import dev.florin.contract.Contract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.JwtRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** What the ledger did, read by its cause. */
@AccountServiceTest
class JournalIT {

  private static final String TRANSFERS = "/internal/transfers?";
  private static final String MERCHANT = "demo";

  private final MockMvc http;
  private final Journal journal;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final DeductFunds deductFunds;
  private final ReverseDeduction reverseDeduction;
  private final PlaceHold placeHold;
  private final PostHold postHold;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transactions;

  @Autowired
  JournalIT(
      MockMvc http,
      Journal journal,
      Wallets wallets,
      DepositFunds depositFunds,
      DeductFunds deductFunds,
      ReverseDeduction reverseDeduction,
      PlaceHold placeHold,
      PostHold postHold,
      JdbcTemplate jdbc,
      TransactionTemplate transactions) {
    this.http = http;
    this.journal = journal;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.deductFunds = deductFunds;
    this.reverseDeduction = reverseDeduction;
    this.placeHold = placeHold;
    this.postHold = postHold;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  @ParameterizedTest
  @ValueSource(strings = {"transfers-of-payment", "transfers-with-hold"})
  void theContractsWithReadersAreKept(String name) throws Exception {
    Contract contract = Contract.load("account/" + name);
    if (name.equals("transfers-of-payment")) {
      reversedDeduction("0198c1a2-7b3c-7d4e-8f50-000000000451", MERCHANT, "USER_51");
    } else {
      capturedHold(
          "0198c1a2-7b3c-7d4e-8f50-000000000452",
          "0198c1a2-7b3c-7d4e-8f50-000000000453:post",
          "USER_52");
    }

    MockHttpServletResponse answer = read(contract.request().path(), AccountFixtures.service());

    contract.verifyResponse(answer.getStatus(), answer.getContentAsString());
  }

  @Test
  void aTransferThatPostsAHoldIsFoundByThePaymentOfTheHold() {
    UUID payment = UUID.randomUUID();
    capturedHold(payment.toString(), UUID.randomUUID() + ":post", newUser());

    Journal.Page page = journal.of(Set.of(payment));

    assertThat(page.transfers()).extracting(RecordedTransfer::kind).containsExactly("capture");
    assertThat(page.holds()).extracting(RecordedHold::status).containsExactly("posted");
  }

  @Test
  void oneReversalIsToldOnceAlthoughItsIdAndItsTargetBothName() {
    UUID payment = UUID.randomUUID();
    reversedDeduction(payment.toString(), AccountFixtures.newMerchant(), newUser());

    assertThat(journal.of(Set.of(payment)).transfers())
        .extracting(RecordedTransfer::kind)
        .containsExactly("deduction", "reversal");
  }

  @Test
  void anotherPaymentsTransfersStayOut() {
    reversedDeduction(UUID.randomUUID().toString(), AccountFixtures.newMerchant(), newUser());

    assertThat(journal.of(Set.of(UUID.randomUUID())).transfers()).isEmpty();
  }

  @Test
  void aDeclinedDeductionIsToldWithItsReason() {
    UUID payment = UUID.randomUUID();
    String merchant = AccountFixtures.newMerchant();
    AccountFixtures.wallet(wallets, depositFunds, merchant, "USER", usd("1.00"));
    deductFunds.deduct(payment + ":deduct", merchant, "USER", usd("19.99"));

    assertThat(journal.of(Set.of(payment)).transfers())
        .singleElement()
        .satisfies(
            declined -> {
              assertThat(declined.declineCode()).isEqualTo("insufficient_funds");
              assertThat(declined.legs()).isEmpty();
            });
  }

  @Test
  void aTraceIsFoundWhetherItsPagesAreSummarisedOrNot() throws Exception {
    UUID payment = UUID.randomUUID();
    String trace = UUID.randomUUID().toString().replace("-", "");
    deductIn(trace, payment);
    List<RecordedTransfer> before = journal.of(trace).transfers();

    jdbc.queryForList("SELECT brin_summarize_new_values('transfer_by_trace')");

    assertThat(before).extracting(RecordedTransfer::id).containsExactly(payment + ":deduct");
    assertThat(before.getFirst().legs())
        .extracting(RecordedTransfer.Leg::account)
        .containsExactly("wallet", "in_transit");
    assertThat(journal.of(trace).transfers()).isEqualTo(before);
  }

  @Test
  void neitherLookupReadsTheWholeLedger() {
    UUID payment = UUID.randomUUID();

    assertThat(plan("SELECT id FROM transfer WHERE id LIKE '%s:%%'".formatted(payment)))
        .contains("transfer_pkey")
        .contains("Index Cond: ((id >= '" + payment + ":'::text)");
    assertThat(plan("SELECT id FROM hold WHERE id LIKE '%s:%%'".formatted(payment)))
        .contains("hold_pkey");
    assertThat(plan("SELECT id FROM transfer WHERE trace_id = '%s'".formatted("a".repeat(32))))
        .contains("Bitmap Index Scan on transfer_by_trace");
  }

  @Test
  void onlyServicesReadTheJournal() throws Exception {
    String path = TRANSFERS + "payment_uuid=" + UUID.randomUUID();

    assertThat(read(path, AccountFixtures.merchant(MERCHANT, "accounts:read")).getStatus())
        .isEqualTo(403);
    assertThat(read(path, AccountFixtures.service()).getContentAsString())
        .isEqualTo("{\"transfers\":[],\"holds\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trace_id=abc",
        "payment_uuid=PAY_1",
        "payment_uuid=0198c1a2-7b3c-7d4e-8f50-000000000452"
            + "&trace_id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      })
  void aQuestionThatNamesNoCauseOrTwoIsRefused(String query) throws Exception {
    assertThat(read(TRANSFERS + query, AccountFixtures.service()).getStatus()).isEqualTo(400);
  }

  /** As the planner decides once the table is large: small ones it reads at a glance. */
  private String plan(String sql) {
    return transactions.execute(
        _ -> {
          jdbc.execute("SET LOCAL enable_seqscan = off");
          return String.join("\n", jdbc.queryForList("EXPLAIN " + sql, String.class));
        });
  }

  private MockHttpServletResponse read(String path, JwtRequestPostProcessor caller)
      throws Exception {
    return http.perform(get(URI.create(path)).with(caller)).andReturn().getResponse();
  }

  private void deductIn(String trace, UUID payment) throws Exception {
    String merchant = AccountFixtures.newMerchant();
    AccountFixtures.wallet(wallets, depositFunds, merchant, "USER", usd("100.00"));
    http.perform(
            put("/internal/deductions/{id}", payment + ":deduct")
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"merchant_id":"%s","user_id":"USER","amount":"19.99","currency":"USD"}\
                    """
                        .formatted(merchant))
                .with(AccountFixtures.service()))
        .andExpect(status().isOk());
  }

  private void reversedDeduction(String payment, String merchant, String user) {
    AccountFixtures.wallet(wallets, depositFunds, merchant, user, usd("100.00"));
    assertThat(deductFunds.deduct(payment + ":deduct", merchant, user, usd("19.99")))
        .isInstanceOf(Outcome.Posted.class);
    assertThat(reverseDeduction.reverse(payment + ":reverse", payment + ":deduct", "card_declined"))
        .isInstanceOf(Outcome.Posted.class);
  }

  private void capturedHold(String payment, String post, String user) {
    AccountFixtures.wallet(wallets, depositFunds, MERCHANT, user, usd("100.00"));
    placeHold.place(payment + ":hold", MERCHANT, user, usd("19.99"), Duration.ofMinutes(10));
    assertThat(postHold.post(post, payment + ":hold", usd("5.00"), true))
        .isInstanceOf(Outcome.Posted.class);
  }

  private static String newUser() {
    return "USER_" + UUID.randomUUID();
  }
}
