package dev.florin.account.hold;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Hold;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Outcome.Declined;
import dev.florin.account.ledger.Outcome.Held;
import dev.florin.account.ledger.Outcome.Posted;
import dev.florin.money.Money;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What may and may not become of money that is reserved. */
@AccountServiceTest
class HoldIT {

  private static final Duration LONG = Duration.ofDays(10);
  private static final Money HUNDRED = usd("100.00");

  private final PlaceHold placeHold;
  private final PostHold postHold;
  private final VoidHold voidHold;
  private final ExpireHolds expireHolds;
  private final Ledger ledger;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final JdbcTemplate jdbc;

  private String merchant = "";

  @Autowired
  HoldIT(
      PlaceHold placeHold,
      PostHold postHold,
      VoidHold voidHold,
      ExpireHolds expireHolds,
      Ledger ledger,
      Wallets wallets,
      DepositFunds depositFunds,
      JdbcTemplate jdbc) {
    this.placeHold = placeHold;
    this.postHold = postHold;
    this.voidHold = voidHold;
    this.expireHolds = expireHolds;
    this.ledger = ledger;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void useAMerchantOfItsOwn() {
    merchant = newMerchant();
  }

  @AfterEach
  void heldIsTheSumOfOpenHoldsAndTheLedgerIsIntact() {
    assertThat(
            jdbc.queryForList(
                """
                SELECT a.id FROM account a LEFT JOIN hold h ON h.account_id = a.id
                WHERE a.kind = 'wallet' GROUP BY a.id
                HAVING a.held <> coalesce(sum(h.remaining) FILTER (WHERE h.status = 'placed'), 0)
                """))
        .isEmpty();
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void twoPostsOfOneHoldAtOncePostItOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      String user = fund("USER_" + round, "100.00");
      String hold = place(user, HUNDRED, LONG);

      List<Outcome.OfMovement> outcomes =
          AtOnce.run(
              List.of(
                  () -> postHold.post(hold + "_1", hold, null, true),
                  () -> postHold.post(hold + "_2", hold, null, true)));

      assertThat(outcomes).filteredOn(Posted.class::isInstance).hasSize(1);
      assertThat(outcomes).contains(new Declined(DeclineCode.ALREADY_POSTED, false));
      assertThat(wallet(user).balance()).isEqualTo(usd("0"));
    }
  }

  @Test
  void onePostSentTwentyTimesAtOncePostsOnce() throws Exception {
    String user = fund("USER_1", "100.00");
    String hold = place(user, HUNDRED, LONG);
    Callable<Outcome.OfMovement> post = () -> postHold.post(hold + "_1", hold, usd("30.00"), false);

    List<Outcome.OfMovement> outcomes = AtOnce.run(Collections.nCopies(20, post));

    assertThat(outcomes).hasOnlyElementsOfType(Posted.class);
    assertThat(outcomes).filteredOn(outcome -> !((Posted) outcome).replayed()).hasSize(1);
    assertThat(wallet(user).balance()).isEqualTo(usd("70.00"));
    assertThat(wallet(user).held()).isEqualTo(usd("70.00"));
  }

  @Test
  void holdVoidedTwiceIsReleasedOnce() throws Exception {
    String user = fund("USER_1", "100.00");
    String hold = place(user, HUNDRED, LONG);
    String other = place(fund(user, "1.00"), usd("1.00"), LONG);

    List<Outcome.OfReservation> outcomes =
        AtOnce.run(Collections.nCopies(10, () -> voidHold.release(hold)));

    assertThat(outcomes).hasOnlyElementsOfType(Held.class);
    assertThat(outcomes).filteredOn(outcome -> !((Held) outcome).replayed()).hasSize(1);
    assertThat(wallet(user).held()).as("what %s reserves", other).isEqualTo(usd("1.00"));
  }

  @Test
  void sixthHoldOfAThousandOnFiveThousandIsDeclined() throws Exception {
    String user = fund("USER_1", "5000.00");
    List<Callable<Outcome.OfReservation>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String id = newPayment() + ":hold";
      calls.add(() -> placeHold.place(id, merchant, user, usd("1000.00"), LONG));
    }

    List<Outcome.OfReservation> outcomes = AtOnce.run(calls);

    assertThat(outcomes).filteredOn(Held.class::isInstance).hasSize(5);
    assertThat(outcomes).contains(new Declined(DeclineCode.INSUFFICIENT_FUNDS, false));
    assertThat(wallet(user).available()).isEqualTo(usd("0"));
    assertThat(wallet(user).balance()).isEqualTo(usd("5000.00"));
  }

  @Test
  void postOfADeclinedHoldIsRefused() {
    String user = fund("USER_1", "5.00");
    String hold = newPayment() + ":hold";
    assertThat(placeHold.place(hold, merchant, user, usd("5.01"), LONG))
        .isEqualTo(new Declined(DeclineCode.INSUFFICIENT_FUNDS, false));
    fund(user, "100.00");

    assertThat(postHold.post(hold + "_1", hold, null, true))
        .isEqualTo(new Declined(DeclineCode.HOLD_DECLINED, false));
    assertThat(wallet(user).balance()).isEqualTo(usd("105.00"));
  }

  @Test
  void postOfAVoidedHoldIsRefusedAndSoIsAPostOfNoHold() {
    String hold = place(fund("USER_1", "100.00"), HUNDRED, LONG);
    voidHold.release(hold);

    assertThat(postHold.post(hold + "_1", hold, null, true))
        .isEqualTo(new Declined(DeclineCode.ALREADY_VOIDED, false));
    assertThat(postHold.post(newPayment(), newPayment(), null, true))
        .isEqualTo(new Declined(DeclineCode.HOLD_NOT_FOUND, false));
  }

  @Test
  void noMoreIsPostedThanHeldInAnyNumberOfPosts() throws Exception {
    String user = fund("USER_1", "100.00");
    String hold = place(user, usd("10.00"), LONG);
    List<Callable<Outcome.OfMovement>> calls =
        IntStream.range(0, 8)
            .<Callable<Outcome.OfMovement>>mapToObj(
                n -> () -> postHold.post(hold + "_" + n, hold, usd("3.00"), false))
            .toList();

    List<Outcome.OfMovement> outcomes = AtOnce.run(calls);

    assertThat(outcomes).filteredOn(Posted.class::isInstance).hasSize(3);
    assertThat(outcomes)
        .filteredOn(Declined.class::isInstance)
        .containsOnly(new Declined(DeclineCode.EXCEEDS_HOLD, false))
        .hasSize(5);
    assertThat(wallet(user).balance()).isEqualTo(usd("91.00"));
    assertThat(wallet(user).held()).isEqualTo(usd("1.00"));
  }

  @Test
  void voidOfAPartlyPostedHoldConservesMoney() {
    String user = fund("USER_1", "100.00");
    long transitBefore = inTransit();
    String hold = place(user, usd("60.00"), LONG);
    postHold.post(hold + "_1", hold, usd("25.00"), false);

    assertThat(voidHold.release(hold))
        .isInstanceOfSatisfying(
            Held.class,
            held -> {
              assertThat(held.hold().status()).isEqualTo(Hold.Status.VOIDED);
              assertThat(held.hold().posted()).isEqualTo(2500);
              assertThat(held.hold().remaining()).isZero();
            });
    assertThat(wallet(user).balance()).isEqualTo(usd("75.00"));
    assertThat(wallet(user).available()).isEqualTo(usd("75.00"));
    assertThat(inTransit() - transitBefore).isEqualTo(2500);
  }

  @Test
  void voidThatComesFirstFencesTheHold() {
    String user = fund("USER_1", "100.00");
    String hold = newPayment() + ":hold";

    assertThat(voidHold.release(hold)).isEqualTo(new Declined(DeclineCode.FENCED, false));
    assertThat(placeHold.place(hold, merchant, user, HUNDRED, LONG))
        .isEqualTo(new Declined(DeclineCode.FENCED, true));
    assertThat(wallet(user).held()).isEqualTo(usd("0"));
  }

  /** The time to live closes in on what the post takes, so on any machine either may be first. */
  @Test
  void expiryAndPostThatRaceReleaseTheHoldOnce() throws Exception {
    int posted = 0;
    int expired = 0;
    Duration timeToLive = Duration.ZERO;
    for (int round = 0; round < 120; round++) {
      String user = fund("USER_" + round, "10.00");
      String hold = place(user, usd("10.00"), timeToLive);

      List<Outcome> outcomes =
          AtOnce.run(
              List.of(
                  () -> postHold.post(hold + "_1", hold, usd("4.00"), true), () -> expire(hold)));

      Wallet wallet = wallet(user);
      assertThat(wallet.held()).as("round %d: %s", round, outcomes).isEqualTo(usd("0"));
      if (outcomes.getFirst() instanceof Posted) {
        posted++;
        timeToLive = timeToLive.dividedBy(2).truncatedTo(ChronoUnit.MILLIS);
        assertThat(outcomes.getLast()).isEqualTo(new Declined(DeclineCode.ALREADY_POSTED, true));
        assertThat(wallet.balance()).isEqualTo(usd("6.00"));
      } else {
        expired++;
        timeToLive = timeToLive.multipliedBy(2).plusMillis(1);
        assertThat(outcomes.getFirst()).isEqualTo(new Declined(DeclineCode.EXPIRED, false));
        assertThat(wallet.balance()).isEqualTo(usd("10.00"));
      }
    }
    assertThat(posted).as("rounds that the post won").isPositive();
    assertThat(expired).as("rounds that the expiry won").isPositive();
  }

  @Test
  void lapsedHoldGivesNothingEvenBeforeItIsSweptUp() {
    String user = fund("USER_1", "100.00");
    String hold = place(user, HUNDRED, Duration.ofMillis(1));
    await().until(() -> hasLapsed(hold));

    assertThat(postHold.post(hold + "_1", hold, null, true))
        .isEqualTo(new Declined(DeclineCode.EXPIRED, false));
    assertThat(wallet(user).balance()).isEqualTo(HUNDRED);
  }

  @Test
  void holdLapsesByTheClockOfTheDatabase() {
    String user = fund("USER_1", "100.00");
    String soon = place(user, usd("40.00"), Duration.ofSeconds(1));
    String later = place(user, usd("60.00"), LONG);

    expireHolds.expireDue();
    // A slow machine may come when the time has passed, but nothing ends before.
    String early = status(soon);
    assertThat(early.equals("placed") || hasLapsed(soon)).as(early).isTrue();

    await().until(() -> hasLapsed(soon));
    expireHolds.expireDue();
    assertThat(status(soon)).isEqualTo("expired");
    assertThat(status(later)).isEqualTo("placed");
    assertThat(wallet(user).available()).isEqualTo(usd("40.00"));
  }

  @Test
  void severalSweepersAtOnceFreeEachHoldOnceOverManyPages() throws Exception {
    expireHolds.expireDue();
    String user = fund("USER_1", "130.00");
    List<String> holds = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      holds.add(place(user, usd("1.00"), Duration.ofMillis(1)));
    }
    await().until(() -> hasLapsed(holds.getLast()));
    int before = expired();

    List<Integer> freed = AtOnce.run(Collections.nCopies(4, expireHolds::expireDue));

    // Holds that other tests left behind may lapse now: what counts is that none was freed twice.
    assertThat(freed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(expired() - before);
    assertThat(holds).allSatisfy(hold -> assertThat(status(hold)).isEqualTo("expired"));
    assertThat(wallet(user).available()).isEqualTo(usd("130.00"));
  }

  @Test
  void frozenWalletTakesNoNewHoldAndPaysTheOldOne() {
    String user = fund("USER_1", "100.00");
    String old = place(user, usd("10.00"), LONG);
    jdbc.update("UPDATE account SET status = 'frozen' WHERE id = ?", wallet(user).id());

    assertThat(placeHold.place(newPayment(), merchant, user, usd("1.00"), LONG))
        .isEqualTo(new Declined(DeclineCode.ACCOUNT_FROZEN, false));
    assertThat(postHold.post(old + "_1", old, null, true)).isInstanceOf(Posted.class);
  }

  private Outcome.OfReservation expire(String hold) {
    Outcome.OfReservation outcome;
    do {
      outcome = ledger.execute(new Command.ReleaseHold(hold, true));
    } while (outcome instanceof Held held && held.hold().status() == Hold.Status.PLACED);
    return outcome;
  }

  private String place(String user, Money amount, Duration timeToLive) {
    String hold = newPayment() + ":hold";
    assertThat(placeHold.place(hold, merchant, user, amount, timeToLive)).isInstanceOf(Held.class);
    return hold;
  }

  private String fund(String user, String amount) {
    AccountFixtures.wallet(wallets, depositFunds, merchant, user, usd(amount));
    return user;
  }

  private Wallet wallet(String user) {
    return wallets.ofUsers(merchant, List.of(user), "USD").getFirst();
  }

  private int expired() {
    return jdbc.queryForList("SELECT count(*) FROM hold WHERE status = 'expired'", Integer.class)
        .getFirst();
  }

  private String status(String hold) {
    return jdbc.queryForList("SELECT status FROM hold WHERE id = ?", String.class, hold).getFirst();
  }

  private boolean hasLapsed(String hold) {
    return jdbc.queryForList(
            "SELECT expires_at <= now() FROM hold WHERE id = ?", Boolean.class, hold)
        .getFirst();
  }

  private long inTransit() {
    return jdbc.queryForList(
            """
            SELECT coalesce(sum(posted), 0) FROM account
            WHERE code = 'in_transit' AND currency = 'USD'
            """,
            Long.class)
        .getFirst();
  }
}
