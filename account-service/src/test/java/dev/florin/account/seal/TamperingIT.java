package dev.florin.account.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.florin.localstack.ledger.Difference;
import dev.florin.localstack.ledger.Difference.Kind;
import dev.florin.localstack.ledger.LedgerReport;
import dev.florin.localstack.ledger.SealKeys;
import dev.florin.localstack.ledger.SealTrust.Head;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever owns the tables can change them; the verification tells that it was done, and where. */
class TamperingIT {

  private static final SealedLedger ledger = new SealedLedger();

  /** Ten transfers and a gap, in blocks of four, four and two. */
  @BeforeAll
  static void sealTenTransfers() {
    ledger.post("T-0", "T-1", "T-2", "T-3", "T-4");
    ledger.jdbc().queryForObject("SELECT next_position()", Long.class);
    ledger.decline("T-5");
    ledger.post("T-6", "T-7", "T-8", "T-9");
    assertThat(ledger.sealer(4).seal()).isEqualTo(10);
    ledger.keep();
  }

  @AfterEach
  void putEverythingBack() {
    ledger.putBack();
  }

  @Test
  void anUntouchedLedgerIsIntact() {
    LedgerReport report = ledger.verify();

    assertThat(report.differences()).isEmpty();
    assertThat(report.isIntact()).isTrue();
    assertThat(report.blocks()).isEqualTo(3);
    assertThat(report.sealed()).isEqualTo(10);
    assertThat(report.unsealed()).isZero();
    assertThat(report.postings()).isEqualTo(18);
  }

  @Test
  void transfersThatWaitForTheirSealAreNoDifference() {
    ledger.post("T-10");

    LedgerReport report = ledger.verify();

    assertThat(report.isIntact()).isTrue();
    assertThat(report.unsealed()).isEqualTo(1);
  }

  static Stream<Arguments> tampering() {
    return Stream.of(
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-6 at",
            "UPDATE posting SET amount = amount + 1 WHERE transfer_id = 'T-6'"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-6 at",
            "UPDATE posting SET balance_after = balance_after + 1 WHERE transfer_id = 'T-6'"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-6 at",
            "DELETE FROM posting WHERE transfer_id = 'T-6' AND leg = 2"),
        arguments(
            Kind.TRANSFER_UNBALANCED,
            "transfer T-6 at",
            "DELETE FROM posting WHERE transfer_id = 'T-6' AND leg = 2"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-6 at",
            "UPDATE posting SET direction = CASE direction WHEN 'debit' THEN 'credit'"
                + " ELSE 'debit' END WHERE transfer_id = 'T-6'"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-0 at",
            "UPDATE transfer SET created_at = created_at - interval '1 microsecond'"
                + " WHERE id = 'T-0'"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-9 at",
            "UPDATE transfer SET merchant_id = NULL WHERE id = 'T-9'"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-9 at",
            "UPDATE transfer SET reason = '' WHERE id = 'T-9'"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-5 at",
            "UPDATE transfer SET decline_code = 'account_frozen' WHERE id = 'T-5'"),
        arguments(
            Kind.TRANSFER_CHANGED,
            "transfer T-x at",
            "UPDATE transfer SET id = 'T-x' WHERE id = 'T-5'"),
        arguments(
            Kind.TRANSFER_INSERTED,
            "transfer T-x at position 6",
            "INSERT INTO transfer (id, kind, legs, decline_code, position)"
                + " VALUES ('T-x', 'deduction', 0, 'fenced', 6)"),
        arguments(
            Kind.TRANSFER_INSERTED,
            "transfer T-x at position -7",
            "INSERT INTO transfer (id, kind, legs, decline_code, position)"
                + " VALUES ('T-x', 'deduction', 0, 'fenced', -7)"),
        arguments(
            Kind.TRANSFER_DELETED,
            "1 sealed transfer(s) of block 2 are gone, between the positions 5 and 8",
            "DELETE FROM transfer WHERE id = 'T-5'"),
        arguments(
            Kind.TRANSFER_DELETED, "of block 3", "DELETE FROM transfer WHERE id IN ('T-8', 'T-9')"),
        arguments(
            Kind.POSTING_ORPHANED, "of transfer T-9", "DELETE FROM transfer WHERE id = 'T-9'"),
        arguments(
            Kind.ACCOUNT_DIFFERS,
            "posting 2 follows on 0",
            "DELETE FROM posting WHERE transfer_id = 'T-0'"),
        arguments(
            Kind.ACCOUNT_DIFFERS,
            "its balance is 1000, and its postings end in 900",
            "UPDATE account SET posted = 1000 WHERE code = 'bank'"),
        arguments(
            Kind.ACCOUNT_DIFFERS,
            "holds 5 minor units",
            "UPDATE account SET held = 5 WHERE code = 'bank'"),
        arguments(
            Kind.BLOCK_CHANGED,
            "block 2 has leaves that do not lead to its root",
            "UPDATE seal SET root = sha256('x') WHERE number = 2"),
        arguments(
            Kind.BLOCK_CHANGED,
            "block 2 has fields that do not give its head",
            "UPDATE seal SET sealed_at = sealed_at + interval '1 second' WHERE number = 2"),
        arguments(
            Kind.BLOCK_CHANGED,
            "block 3 does not name the head of the block before",
            "UPDATE seal SET head = sha256('x') WHERE number = 2"),
        arguments(
            Kind.BLOCK_CHANGED,
            "block 2 has leaves that do not lead to its root",
            "UPDATE seal SET leaves = substr(leaves, 33) || substr(leaves, 1, 32)"
                + " WHERE number = 2"),
        arguments(
            Kind.SIGNATURE_INVALID,
            "block 2:",
            "UPDATE seal SET signature = sha512('x') WHERE number = 2"),
        arguments(
            Kind.BLOCK_MISSING,
            "block 1 is followed by block 3; 4 transfers in between",
            "DELETE FROM seal WHERE number = 2"),
        arguments(
            Kind.BLOCK_MISSING,
            "block 0 is followed by block 2; 4 transfers",
            "DELETE FROM seal WHERE number = 1"));
  }

  @ParameterizedTest
  @MethodSource("tampering")
  void whatWasChangedIsFoundAndNamed(Kind kind, String named, String change) {
    ledger.tamper(change);

    assertThat(ledger.verify().differences())
        .filteredOn(difference -> difference.kind() == kind)
        .extracting(Difference::detail)
        .anySatisfy(detail -> assertThat(detail).contains(named));
  }

  @Test
  void aChangeThatKeepsAllBalancesIsFoundByItsHash() {
    ledger.tamper(
        "UPDATE posting SET amount = amount + 50,"
            + " balance_after = balance_after + CASE direction WHEN 'credit' THEN 50 ELSE -50 END"
            + " WHERE transfer_id = 'T-9'",
        "UPDATE account SET posted = posted + CASE code WHEN 'bank' THEN 50 ELSE -50 END");

    assertThat(ledger.verify().differences())
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.kind()).isEqualTo(Kind.TRANSFER_CHANGED);
              assertThat(only.subject()).isEqualTo("T-9");
            });
  }

  @Test
  void aChainSealedAnewWithAnotherKeyIsNotTrusted() {
    ledger.tamper("UPDATE transfer SET reason = 'new' WHERE id = 'T-0'", "DELETE FROM seal");
    ledger.sealer(4, SealKeys.generate()).seal();

    assertThat(ledger.verify().differences())
        .extracting(Difference::kind)
        .containsOnly(Kind.KEY_NOT_TRUSTED)
        .hasSize(3);
  }

  @Test
  void aTailThatWasCutOffIsMissedByWhoHasSeenItsHead() {
    LedgerReport before = ledger.verify();
    Head seen = new Head(before.lastBlock(), before.lastHead());
    ledger.tamper(
        "DELETE FROM seal WHERE number = 3",
        "DELETE FROM posting WHERE transfer_id IN ('T-8', 'T-9')",
        "DELETE FROM transfer WHERE id IN ('T-8', 'T-9')",
        "UPDATE account SET version = 7,"
            + " posted = posted + CASE code WHEN 'bank' THEN -200 ELSE 200 END");

    assertThat(ledger.verify().isIntact()).as("without a head from outside").isTrue();
    assertThat(ledger.verify(seen).differences())
        .singleElement()
        .extracting(Difference::kind)
        .isEqualTo(Kind.CHAIN_CUT);
  }

  @Test
  void aTailThatWasSealedAgainIsNotTheOneThatWasSeen() {
    LedgerReport before = ledger.verify();
    Head seen = new Head(before.lastBlock(), before.lastHead());
    ledger.tamper(
        "DELETE FROM seal WHERE number = 3", "UPDATE transfer SET reason = 'new' WHERE id = 'T-9'");
    ledger.sealer(4).seal();

    assertThat(ledger.verify().isIntact()).isTrue();
    assertThat(ledger.verify(seen).differences())
        .singleElement()
        .extracting(Difference::kind)
        .isEqualTo(Kind.CHAIN_CUT);
  }
}
