package dev.florin.account.integrity;

import static dev.florin.account.integrity.ScratchLedger.ALICE;
import static dev.florin.account.integrity.ScratchLedger.BOB;
import static dev.florin.account.integrity.ScratchLedger.FUNDING;
import static dev.florin.account.integrity.ScratchLedger.IN_TRANSIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Plants every breach in a ledger of its own and sees it named. */
@ExtendWith(OutputCaptureExtension.class)
class IntegrityCheckerIT {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** A breach, how to make it, and how it is told. */
  enum Planted {
    AMOUNT_CHANGED(
        Invariant.I1,
        "pay:deduct",
        "UPDATE posting SET amount = 301 WHERE transfer_id = 'pay:deduct' AND direction = 'debit'"),
    MONEY_MADE(
        Invariant.I1, "USD", "UPDATE account SET posted = posted + 1 WHERE id = '" + ALICE + "'"),
    LEG_LOST(
        Invariant.I1,
        "deposit-b",
        "DELETE FROM posting WHERE transfer_id = 'deposit-b' AND leg = 2"),
    TRANSFER_LOST(Invariant.I1, BOB + "/1", "DELETE FROM transfer WHERE id = 'deposit-b'"),
    POSTING_OF_NO_TRANSFER(
        Invariant.I1,
        BOB + "/3",
        "INSERT INTO posting VALUES ('" + BOB + "', 3, 'ghost', 1, 'credit', 1, 'USD', 506)"),
    BALANCE_AFTER_CHANGED(
        Invariant.I2,
        ALICE + "/2",
        "UPDATE posting SET balance_after = 701 WHERE transfer_id = 'pay:deduct' AND leg = 1"),
    GAP_IN_THE_VERSIONS(
        Invariant.I2,
        ALICE + "/9",
        "UPDATE posting SET account_version = 9 WHERE transfer_id = 'capture' AND leg = 1"),
    ACCOUNT_BEHIND_ITS_POSTINGS(
        Invariant.I2,
        ALICE.toString(),
        "UPDATE account SET version = 3 WHERE id = '" + ALICE + "'"),
    ACCOUNT_AHEAD_OF_ITS_POSTINGS(
        Invariant.I2,
        ALICE.toString(),
        "UPDATE account SET version = 5 WHERE id = '" + ALICE + "'"),
    BALANCE_NOT_THAT_OF_THE_LAST_POSTING(
        Invariant.I2,
        IN_TRANSIT.toString(),
        "UPDATE account SET posted = posted + 1 WHERE id = '" + IN_TRANSIT + "'",
        "UPDATE account SET posted = posted - 1 WHERE id = '" + FUNDING + "'"),
    POSTING_IN_ANOTHER_CURRENCY(
        Invariant.I2,
        BOB + "/1",
        "UPDATE posting SET currency = 'EUR' WHERE transfer_id = 'deposit-b'"),
    WALLET_OVERDRAWN(
        Invariant.I3,
        ALICE.toString(),
        "ALTER TABLE account DROP CONSTRAINT account_floor",
        "UPDATE account SET posted = -1 WHERE id = '" + ALICE + "'"),
    MORE_HELD_THAN_THERE_IS(
        Invariant.I3,
        ALICE.toString(),
        "ALTER TABLE account DROP CONSTRAINT account_floor",
        "UPDATE account SET held = 901 WHERE id = '" + ALICE + "'"),
    LESS_THAN_NOTHING_HELD(
        Invariant.I3,
        BOB.toString(),
        "ALTER TABLE account DROP CONSTRAINT account_held_check",
        "UPDATE account SET held = -1 WHERE id = '" + BOB + "'"),
    UNIQUE_INDEX_DROPPED(Invariant.I4, "transfer (reverses)", "DROP INDEX transfer_by_reverses"),
    ID_USED_TWICE(
        Invariant.I4,
        "deposit-a",
        "ALTER TABLE transfer DROP CONSTRAINT transfer_pkey CASCADE",
        "INSERT INTO transfer (id, kind, legs, fingerprint) VALUES ('deposit-a', 'deposit', 2, '\\x00')"),
    REVERSED_TWICE(
        Invariant.I4,
        "pay:deduct",
        "DROP INDEX transfer_by_reverses",
        "INSERT INTO transfer (id, kind, legs, fingerprint, reverses)"
            + " VALUES ('again', 'reversal', 2, '\\x00', 'pay:deduct')"),
    REVERSED_IN_PART(
        Invariant.I4,
        "pay:reverse",
        "UPDATE posting SET amount = 299 WHERE transfer_id = 'pay:reverse'"),
    ENDED_HOLD_THAT_RESERVES(
        Invariant.I8,
        "hold-1",
        "ALTER TABLE hold DROP CONSTRAINT hold_remaining",
        "UPDATE hold SET status = 'voided'"),
    HOLD_POSTED_FROM_NOTHING(
        Invariant.I8, "hold-1", "UPDATE hold SET status = 'posted', posted = 0, remaining = 0"),
    HOLD_IN_NO_KNOWN_STATE(
        Invariant.I8,
        "hold-1",
        "ALTER TABLE hold DROP CONSTRAINT hold_status_check",
        "ALTER TABLE hold DROP CONSTRAINT hold_remaining",
        "UPDATE hold SET status = 'lost'"),
    HOLD_FORGOTTEN_BY_ITS_ACCOUNT(
        Invariant.I14, ALICE.toString(), "UPDATE account SET held = 0 WHERE id = '" + ALICE + "'"),
    HELD_BY_NO_HOLD(
        Invariant.I14, BOB.toString(), "UPDATE account SET held = 5 WHERE id = '" + BOB + "'"),
    HOLD_THAT_POSTED_MORE(
        Invariant.I14,
        "hold-1",
        "UPDATE hold SET posted = 101, remaining = 299",
        "UPDATE account SET held = 299 WHERE id = '" + ALICE + "'"),
    HOLD_LOST(Invariant.I14, "capture", "DELETE FROM hold"),
    HOLD_THAT_NEVER_ENDS(
        Invariant.I14, "hold-1", "UPDATE hold SET expires_at = now() - interval '2 hours'"),
    AUDIT_CHANGED(
        Invariant.A1,
        "2",
        "ALTER TABLE account_audit DISABLE TRIGGER USER",
        "UPDATE account_audit SET reason = 'nothing to see' WHERE number = 2"),
    AUDIT_CHANGED_WITH_ITS_HASH(
        Invariant.A1,
        "3",
        "ALTER TABLE account_audit DISABLE TRIGGER USER",
        "UPDATE account_audit SET reason = 'nothing to see' WHERE number = 2",
        "UPDATE account_audit a SET hash = account_audit_hash(a) WHERE number = 2"),
    AUDIT_ROW_DELETED(
        Invariant.A1,
        "2",
        "ALTER TABLE account_audit DISABLE TRIGGER USER",
        "DELETE FROM account_audit WHERE number = 2"),
    LAST_AUDIT_ROW_DELETED(
        Invariant.A1,
        "3",
        "ALTER TABLE account_audit DISABLE TRIGGER USER",
        "DELETE FROM account_audit WHERE number = 3"),
    ALL_AUDIT_ROWS_DELETED(
        Invariant.A1,
        "3",
        "ALTER TABLE account_audit DISABLE TRIGGER USER",
        "DELETE FROM account_audit"),
    ADJUSTED_BY_NOBODY(
        Invariant.A2,
        "deposit-a",
        "UPDATE transfer SET kind = 'adjustment' WHERE id = 'deposit-a'"),
    CLOSED_BY_NOBODY(
        Invariant.A2,
        ALICE.toString(),
        "UPDATE account SET status = 'closed' WHERE id = '" + ALICE + "'");

    private final Invariant invariant;
    private final String subject;
    private final String first;
    private final String second;
    private final String third;

    Planted(Invariant invariant, String subject, String... statements) {
      this.invariant = invariant;
      this.subject = subject;
      this.first = statements[0];
      this.second = statements.length > 1 ? statements[1] : "";
      this.third = statements.length > 2 ? statements[2] : "";
    }

    void plant(ScratchLedger ledger) {
      List.of(first, second, third).stream()
          .filter(statement -> !statement.isEmpty())
          .forEach(ledger::run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void plantedBreachIsNamed(Planted planted, CapturedOutput output) {
    ScratchLedger ledger = ScratchLedger.intact();
    IntegrityChecker checker = ledger.checker(meters, 1_000);
    IntegrityReport before = checker.check();
    assertThat(before.invariants()).allMatch(IntegrityReport.Finding::holds);
    assertThat(before.holds()).isTrue();
    assertThat(holds(planted.invariant)).isEqualTo(1);

    planted.plant(ledger);
    IntegrityReport after = checker.check();

    assertThat(after.holds()).isFalse();
    IntegrityReport.Finding finding = after.finding(planted.invariant);
    assertThat(finding.holds()).isFalse();
    assertThat(finding.breaches()).extracting(Breach::subject).contains(planted.subject);
    assertThat(holds(planted.invariant)).isZero();
    assertThat(output).contains(planted.invariant + " is broken: " + planted.subject);
  }

  @Test
  void everyLookShowsWhereTheMoneyIs() {
    ScratchLedger.intact().checker(meters, 1_000).check();

    assertThat(standing("ledger.balance", "wallets")).isEqualTo(1_405);
    assertThat(standing("ledger.balance", "in_transit")).isEqualTo(100);
    assertThat(standing("ledger.balance", "funding")).isEqualTo(-1_505);
    assertThat(standing("ledger.held", "wallets")).isEqualTo(300);
  }

  private double standing(String gauge, String account) {
    return meters.get(gauge).tag("account", account).tag("currency", "USD").gauge().value();
  }

  @Test
  void breachIsToldOnceAndForgottenWhenItIsMended(CapturedOutput output) {
    ScratchLedger ledger = ScratchLedger.intact();
    IntegrityChecker checker = ledger.checker(meters, 1_000);
    ledger.run("UPDATE account SET posted = posted + 7 WHERE id = '" + FUNDING + "'");

    checker.check();
    IntegrityReport red = checker.check();

    assertThat(red.holds()).isFalse();
    assertThat(output.toString().split("I1 is broken: USD", -1)).hasSize(2);
    assertThat(meters.get("ledger.imbalance").tag("currency", "USD").gauge().value()).isEqualTo(7);
    ledger.run("UPDATE account SET posted = posted - 7 WHERE id = '" + FUNDING + "'");
    assertThat(checker.check().holds()).isTrue();
    assertThat(meters.get("ledger.imbalance").tag("currency", "USD").gauge().value()).isZero();
  }

  @Test
  void oldBreachIsFoundByTheSweepWhateverItsLength() {
    ScratchLedger ledger = ScratchLedger.intact();
    IntegrityChecker checker = ledger.checker(meters, 1);
    ledger.run("UPDATE posting SET amount = 301 WHERE transfer_id = 'capture' AND leg = 1");

    int looks = 0;
    boolean holds = true;
    while (holds && looks < 20) {
      holds = checker.check().holds();
      looks++;
    }

    assertThat(holds).isFalse();
    ledger.run("UPDATE posting SET amount = 100 WHERE transfer_id = 'capture' AND leg = 1");
    for (int i = 0; i < 30; i++) {
      holds = checker.check().holds();
    }
    assertThat(holds).isTrue();
    assertThat(checker.check().sweptAt()).isNotNull();
  }

  @Test
  void newBreachIsFoundWithoutWaitingForTheSweep() {
    ScratchLedger ledger = ScratchLedger.intact();
    for (int i = 0; i < 50; i++) {
      ledger.post("old-" + i, "deposit", "NULL, NULL", FUNDING, ALICE, 1);
    }
    IntegrityChecker checker = ledger.checker(meters, 1);
    assertThat(checker.check().holds()).isTrue();

    ledger.post("new", "deposit", "NULL, NULL", FUNDING, ALICE, 1);
    ledger.run("UPDATE posting SET balance_after = 0 WHERE transfer_id = 'new' AND leg = 1");
    IntegrityReport found =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(checker::check, report -> report.checkedPosition() == ledger.lastPosition());

    assertThat(found.finding(Invariant.I2).breaches())
        .extracting(Breach::subject)
        .contains(FUNDING + "/54");
    assertThat(found.sweptAt()).isNull();
  }

  private long holds(Invariant invariant) {
    return (long)
        meters.get("ledger.integrity.holds").tag("invariant", invariant.name()).gauge().value();
  }
}
