package dev.florin.account.ledger;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deduction.DeductFunds;
import dev.florin.account.deduction.ReverseDeduction;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.AccountRef.Existing;
import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.Outcome.Posted;
import dev.florin.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Many writers at once, in currencies that no other test moves. */
@AccountServiceTest
class LedgerStormIT {

  private final Ledger ledger;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final DeductFunds deductFunds;
  private final ReverseDeduction reverseDeduction;
  private final JdbcTemplate jdbc;

  @Autowired
  LedgerStormIT(
      Ledger ledger,
      Wallets wallets,
      DepositFunds depositFunds,
      DeductFunds deductFunds,
      ReverseDeduction reverseDeduction,
      JdbcTemplate jdbc) {
    this.ledger = ledger;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.deductFunds = deductFunds;
    this.reverseDeduction = reverseDeduction;
    this.jdbc = jdbc;
  }

  @Test
  void transfersInOpposingDirectionsDoNotDeadlock() throws Exception {
    String merchant = newMerchant();
    Money funds = Money.parse("1000", "CHF");
    Wallet a = AccountFixtures.wallet(wallets, depositFunds, merchant, "A", funds);
    Wallet b = AccountFixtures.wallet(wallets, depositFunds, merchant, "B", funds);
    long deadlocks = deadlocks();
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Wallet from = i % 2 == 0 ? a : b;
      Wallet to = i % 2 == 0 ? b : a;
      calls.add(() -> move(from, to, Money.parse("1", "CHF")));
    }

    List<Outcome> outcomes = AtOnce.run(calls);

    assertThat(outcomes).hasSize(200).hasOnlyElementsOfType(Posted.class);
    assertThat(deadlocks()).isEqualTo(deadlocks);
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void stripesOfANewCurrencyAreOpenedOnceByManyAtOnce() throws Exception {
    String merchant = newMerchant();
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Wallet wallet = wallets.open(merchant, "USER_" + i, "ISK").wallet();
      calls.add(
          () -> depositFunds.deposit(wallet, Money.parse("5", "ISK"), wallet.userId()).outcome());
    }

    List<Outcome> outcomes = AtOnce.run(calls);

    assertThat(outcomes).hasOnlyElementsOfType(Posted.class);
    assertThat(
            jdbc.queryForObject(
                "SELECT count(*) FROM account WHERE code = 'funding' AND currency = 'ISK'",
                Long.class))
        .isEqualTo(16);
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void ledgerSumsToZeroAfterARandomStorm() throws Exception {
    long seed = Long.getLong("florin.test.seed", System.nanoTime());
    System.out.println("storm of -Dflorin.test.seed=" + seed);
    Random random = new Random(seed);
    String merchant = newMerchant();
    List<Wallet> all =
        IntStream.range(0, 8)
            .mapToObj(n -> wallets.open(merchant, "USER_" + n, "SEK").wallet())
            .toList();
    List<String> payments = new ArrayList<>();
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      calls.add(randomCall(random, merchant, all, payments));
    }

    List<Outcome> outcomes = AtOnce.run(calls);

    assertThat(outcomes).filteredOn(Posted.class::isInstance).as("seed " + seed).isNotEmpty();
    assertThat(LedgerIntegrity.breaches(jdbc)).as("seed " + seed).isEmpty();
    assertThat(
            jdbc.queryForObject(
                "SELECT sum(posted) FROM account WHERE currency = 'SEK'", Long.class))
        .isZero();
  }

  private Callable<Outcome> randomCall(
      Random random, String merchant, List<Wallet> all, List<String> payments) {
    Wallet wallet = all.get(random.nextInt(all.size()));
    Money amount = Money.ofMinor(1 + random.nextInt(10_000), "SEK");
    String known =
        payments.isEmpty() ? newPayment() : payments.get(random.nextInt(payments.size()));
    return switch (random.nextInt(4)) {
      case 0 -> {
        String key = "deposit-" + random.nextLong();
        yield () -> depositFunds.deposit(wallet, amount, key).outcome();
      }
      case 1 -> () -> reverseDeduction.reverse(known + ":reverse", known + ":deduct", "storm");
      case 2 -> () -> deductFunds.deduct(known + ":deduct", merchant, wallet.userId(), amount);
      default -> {
        String payment = newPayment();
        payments.add(payment);
        yield () -> deductFunds.deduct(payment + ":deduct", merchant, wallet.userId(), amount);
      }
    };
  }

  @Test
  void systemAccountsMayGoBelowZero() {
    String id = newPayment();
    Transfer transfer =
        Transfer.of(id, TransferKind.SETTLEMENT, null, Fingerprint.of("below zero", id));

    Outcome outcome =
        ledger.execute(
            Command.Post.of(
                transfer,
                SystemAccount.IN_TRANSIT,
                SystemAccount.channelPayable("test"),
                Money.parse("7", "NOK")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Posted.class, posted -> assertThat(posted.debit().balanceAfter()).isEqualTo(-700));
  }

  private Outcome move(Wallet from, Wallet to, Money amount) {
    String id = newPayment();
    Transfer transfer =
        Transfer.of(id, TransferKind.DEDUCTION, from.merchantId(), Fingerprint.of(id));
    return ledger.execute(
        Command.Post.of(transfer, new Existing(from.id()), new Existing(to.id()), amount));
  }

  private long deadlocks() {
    return jdbc.queryForList(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()", Long.class)
        .getFirst();
  }
}
