package dev.florin.sandbox.charge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.florin.contract.Contract;
import dev.florin.sandbox.SandboxIntegration;
import dev.florin.sandbox.charge.DecideCharges;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class FollowUpsIT extends SandboxIntegration {

  @Autowired private DecideCharges decideCharges;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capture-approved",
        "capture-declined",
        "capture-found",
        "capture-not-found",
        "void-approved",
        "void-declined",
        "void-found",
        "void-not-found",
        "refund-approved",
        "refund-declined",
        "refund-found",
        "refund-not-found",
        "refund-unknown-charge",
      })
  void theContractsWithCallersAreKept(String name) throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    arrange(name, contract);

    Answer answer = send(contract.request());

    contract.verifyResponse(answer.status(), answer.body());
  }

  /** Brings about what the contract says is given. */
  private void arrange(String name, Contract contract) throws Exception {
    if (name.endsWith("not-found") || name.endsWith("unknown-charge")) {
      return;
    }
    String of = new Answer(0, contract.response().bodyText()).field("of_reference");
    if (name.startsWith("refund")) {
      charge(body(of, "1999", "tok_4242424242424242"));
    } else {
      authorise(of, 1999, "tok_4242424242424242");
    }
    if (name.endsWith("-found")) {
      String kind = name.substring(0, name.indexOf('-'));
      String reference = new Answer(0, contract.response().bodyText()).field("reference");
      long amount = Long.parseLong(new Answer(0, contract.response().bodyText()).field("amount"));
      followUp(kind, reference, of, amount);
    }
  }

  @Test
  void partsAreCapturedUpToWhatIsReserved() throws Exception {
    String authorisation = reference();
    authorise(authorisation, 1000, null);

    assertThat(status("capture", authorisation, 600)).isEqualTo("approved");
    assertThat(status("capture", authorisation, 401)).isEqualTo("declined");
    assertThat(status("capture", authorisation, 400)).isEqualTo("approved");
    assertThat(status("capture", authorisation, 1)).isEqualTo("declined");
  }

  @Test
  void whatIsVoidedIsNotCapturedAnyMore() throws Exception {
    String authorisation = reference();
    authorise(authorisation, 1000, null);
    assertThat(status("capture", authorisation, 300)).isEqualTo("approved");

    assertThat(status("void", authorisation, 700)).isEqualTo("approved");

    assertThat(status("capture", authorisation, 1)).isEqualTo("declined");
    assertThat(status("void", authorisation, 1)).isEqualTo("declined");
  }

  @Test
  void noMoreIsRefundedThanWasTaken() throws Exception {
    String charge = reference();
    charge(body(charge, "1000", null));

    assertThat(status("refund", charge, 1001)).isEqualTo("declined");
    assertThat(status("refund", charge, 999)).isEqualTo("approved");
    assertThat(status("refund", charge, 2)).isEqualTo("declined");
    assertThat(status("refund", charge, 1)).isEqualTo("approved");
  }

  @Test
  void aCaptureIsRefundedByItsOwnReferenceAndAnAuthorisationIsNot() throws Exception {
    String authorisation = reference();
    authorise(authorisation, 1000, null);
    assertThat(status("refund", authorisation, 1)).isEqualTo("declined");
    String capture = reference();
    followUp("capture", capture, authorisation, 400);

    assertThat(status("refund", capture, 401)).isEqualTo("declined");
    assertThat(status("refund", capture, 400)).isEqualTo("approved");
  }

  @Test
  void aRefundTakesNothingOfAnotherCapture() throws Exception {
    String authorisation = reference();
    authorise(authorisation, 1000, null);
    String small = reference();
    followUp("capture", small, authorisation, 300);
    String large = reference();
    followUp("capture", large, authorisation, 700);

    assertThat(status("refund", small, 301)).isEqualTo("declined");
    assertThat(status("refund", authorisation, 1)).as("it took nothing").isEqualTo("declined");
    assertThat(status("refund", small, 200)).isEqualTo("approved");
    assertThat(status("refund", small, 101)).isEqualTo("declined");
    assertThat(status("refund", large, 700)).isEqualTo("approved");
    assertThat(status("refund", small, 100)).isEqualTo("approved");
    assertThat(refunded(authorisation)).isEqualTo(1000);
  }

  @Test
  void onlyAnAuthorisationIsCapturedOrVoidedAndNotACaptureOfIt() throws Exception {
    String authorisation = reference();
    authorise(authorisation, 1000, null);
    String capture = reference();
    followUp("capture", capture, authorisation, 300);

    assertThat(status("capture", capture, 1)).isEqualTo("declined");
    assertThat(status("void", capture, 1)).isEqualTo("declined");
    assertThat(status("capture", authorisation, 700)).isEqualTo("approved");
  }

  @Test
  void refundsOfTwoCapturesThatRaceNeverMixThem() throws Exception {
    String authorisation = reference();
    authorise(authorisation, 1000, null);
    String small = reference();
    followUp("capture", small, authorisation, 300);
    followUp("capture", reference(), authorisation, 700);

    List<Answer> answers = together(20, () -> followUp("refund", reference(), small, 100));

    assertThat(answers).filteredOn(answer -> answer.field("status").equals("approved")).hasSize(3);
    assertThat(refunded(authorisation)).isEqualTo(300);
  }

  @Test
  void refundsThatRaceNeverGiveBackMoreThanWasTaken() throws Exception {
    String charge = reference();
    charge(body(charge, "1000", null));

    List<Answer> answers = together(20, () -> followUp("refund", reference(), charge, 300));

    assertThat(answers).filteredOn(answer -> answer.field("status").equals("approved")).hasSize(3);
    assertThat(answers).extracting(Answer::status).containsOnly(201);
  }

  @Test
  void capturesThatRaceNeverTakeMoreThanWasReserved() throws Exception {
    String authorisation = reference();
    authorise(authorisation, 1000, null);

    List<Answer> answers = together(20, () -> followUp("capture", reference(), authorisation, 400));

    assertThat(answers).filteredOn(answer -> answer.field("status").equals("approved")).hasSize(2);
  }

  @Test
  void oneReferenceSentManyTimesAtOnceIsOneRefund() throws Exception {
    String charge = reference();
    charge(body(charge, "1000", null));
    String refund = reference();
    var created = new AtomicInteger();

    for (Answer answer : together(20, () -> followUp("refund", refund, charge, 100))) {
      assertThat(answer.status()).isIn(200, 201);
      created.addAndGet(answer.status() == 201 ? 1 : 0);
    }

    assertThat(created).hasValue(1);
    assertThat(refunded(charge)).isEqualTo(100);
  }

  @Test
  void aReferenceIsBookedOnceWhateverItIsFor() throws Exception {
    String charge = reference();
    charge(body(charge, "1000", null));
    String refund = reference();
    followUp("refund", refund, charge, 100);

    assertThat(followUp("refund", charge, charge, 100).status()).isEqualTo(409);
    assertThat(followUp("void", refund, charge, 100).status()).isEqualTo(409);
    assertThat(followUp("refund", refund, charge, 101).status()).isEqualTo(409);
    assertThat(charge(body(refund, "1000", null)).status()).isEqualTo(409);
    assertThat(refunded(charge)).isEqualTo(100);
  }

  @Test
  void nothingFollowsAChargeThatIsNotThere() throws Exception {
    assertThat(followUp("refund", reference(), reference(), 1).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"tok_4000000000000002", "tok_requires_action"})
  void nothingIsRefundedOfAChargeThatIsNotApproved(String token) throws Exception {
    String charge = reference();
    charge(body(charge, "1000", token));

    assertThat(status("refund", charge, 1)).isEqualTo("declined");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aVoidEndsWhatWaitsForItsPayerForGood(boolean capture) throws Exception {
    String charge = reference();
    if (capture) {
      charge(body(charge, "1000", "tok_requires_action"));
    } else {
      authorise(charge, 1000, "tok_requires_action");
    }
    String key =
        jdbc.sql("select authentication_key from charge where reference = :reference")
            .param("reference", charge)
            .query(String.class)
            .single();

    assertThat(status("void", charge, 999)).isEqualTo("declined");
    assertThat(status("void", charge, 1000)).isEqualTo("approved");
    decideCharges.authenticate(key, true);

    assertThat(find("charge", charge).field("status")).isEqualTo("declined");
    assertThat(find("charge", charge).field("decline_code")).isEqualTo("canceled");
    assertThat(status("void", charge, 1000)).isEqualTo("declined");
  }

  @Test
  void aPayerAndAVoidThatRaceLeaveOneDecision() throws Exception {
    for (int i = 0; i < 10; i++) {
      String charge = reference();
      charge(body(charge, "1000", "tok_requires_action"));
      String key =
          jdbc.sql("select authentication_key from charge where reference = :reference")
              .param("reference", charge)
              .query(String.class)
              .single();
      var confirming = new AtomicInteger();

      List<Answer> answers =
          together(
              2,
              () -> {
                if (confirming.getAndIncrement() == 0) {
                  decideCharges.authenticate(key, true);
                  return find("charge", charge);
                }
                return followUp("void", reference(), charge, 1000);
              });

      boolean voided =
          answers.stream()
              .anyMatch(
                  it ->
                      it.body().contains("of_reference") && it.field("status").equals("approved"));
      assertThat(find("charge", charge).field("status"))
          .isEqualTo(voided ? "declined" : "approved");
    }
  }

  @Test
  void scriptsOfTheChargesTokenReachItsLaterLife() throws Exception {
    String unrefundable = reference();
    charge(body(unrefundable, "1000", "tok_refund_declined"));
    String uncapturable = reference();
    authorise(uncapturable, 1000, "tok_capture_declined");

    assertThat(status("refund", unrefundable, 1)).isEqualTo("declined");
    assertThat(status("capture", uncapturable, 1)).isEqualTo("declined");
    assertThat(status("void", uncapturable, 1000)).isEqualTo("approved");
  }

  @Test
  void aRefundWhoseAnswerIsLostIsFoundWhenAskedFor() throws Exception {
    String charge = reference();
    charge(body(charge, "1000", "tok_refund_timeout"));
    String refund = reference();
    long start = System.nanoTime();

    followUp("refund", refund, charge, 100);

    assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
    assertThat(find("refund", refund).field("status")).isEqualTo("approved");
  }

  @Test
  void theBookItselfRefusesWhatTheCodeWouldNotWrite() throws Exception {
    String charge = reference();
    charge(body(charge, "1000", null));
    String authorisation = reference();
    authorise(authorisation, 1000, null);

    assertRefused("charge_no_more_back_than_taken", charge, "refund", 1001);
    assertRefused("charge_no_more_than_reserved", authorisation, "capture", 1001);
    assertRefused("charge_no_more_than_reserved", authorisation, "void", 1001);
    assertRefused("allows no capture", charge, "capture", 1);
    String capture = reference();
    followUp("capture", capture, authorisation, 300);
    followUp("capture", reference(), authorisation, 700);
    assertRefused("no more is given back", authorisation, "refund", 1);
    assertThat(catchThrowable(() -> insert("refund", authorisation, capture, 301)))
        .hasMessageContaining("no more is given back");
    assertThat(catchThrowable(() -> insert("capture", authorisation, capture, 1)))
        .hasMessageContaining("allows no capture");
    assertThat(
            catchThrowable(
                () -> jdbc.sql("update charge set refunded = refunded - 1 where true").update()))
        .hasMessageContaining("stays as it is");
    assertThat(catchThrowable(() -> jdbc.sql("delete from follow_up").update()))
        .hasMessageContaining("refused");
  }

  private void assertRefused(String rule, String of, String kind, long amount) {
    assertThat(catchThrowable(() -> insert(kind, of, of, amount))).hasMessageContaining(rule);
  }

  private void insert(String kind, String charge, String of, long amount) {
    jdbc.sql(
            """
            insert into follow_up (id, kind, reference, charge_id, of_reference, amount, currency)
            select 're_' || md5(random()::text), :kind, gen_random_uuid()::text, id, :of, :amount,
                currency
            from charge where reference = :charge
            """)
        .param("kind", kind)
        .param("amount", amount)
        .param("of", of)
        .param("charge", charge)
        .update();
  }

  private String status(String kind, String of, long amount) throws Exception {
    return followUp(kind, reference(), of, amount).field("status");
  }

  private long refunded(String reference) {
    return jdbc.sql("select refunded from charge where reference = :reference")
        .param("reference", reference)
        .query(Long.class)
        .single();
  }
}
