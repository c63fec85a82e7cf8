package dev.florin.payment.payment;

import static dev.florin.payment.payment.Payment.Status.CANCELED;
import static dev.florin.payment.payment.Payment.Status.CREATED;
import static dev.florin.payment.payment.Payment.Status.EXPIRED;
import static dev.florin.payment.payment.Payment.Status.FAILED;
import static dev.florin.payment.payment.Payment.Status.PROCESSING;
import static dev.florin.payment.payment.Payment.Status.REQUIRES_ACTION;
import static dev.florin.payment.payment.Payment.Status.REQUIRES_CAPTURE;
import static dev.florin.payment.payment.Payment.Status.REQUIRES_REVIEW;
import static dev.florin.payment.payment.Payment.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.support.PaymentFixtures;
import dev.florin.web.problem.ProblemException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentStatusTests {

  record Move(Status from, Status to) {}

  private static final Set<Move> LEGAL =
      Set.of(
          new Move(CREATED, PROCESSING),
          new Move(PROCESSING, SUCCEEDED),
          new Move(PROCESSING, FAILED),
          new Move(PROCESSING, REQUIRES_REVIEW),
          new Move(PROCESSING, REQUIRES_ACTION),
          new Move(PROCESSING, REQUIRES_CAPTURE),
          new Move(REQUIRES_REVIEW, PROCESSING),
          new Move(REQUIRES_REVIEW, FAILED),
          new Move(REQUIRES_ACTION, PROCESSING),
          new Move(REQUIRES_ACTION, FAILED),
          new Move(REQUIRES_CAPTURE, SUCCEEDED),
          new Move(REQUIRES_CAPTURE, CANCELED),
          new Move(REQUIRES_CAPTURE, EXPIRED));

  static Stream<Move> everyMove() {
    return Stream.of(Status.values())
        .flatMap(from -> Stream.of(Status.values()).map(to -> new Move(from, to)));
  }

  @ParameterizedTest
  @MethodSource("everyMove")
  void aMoveIsLegalIfTheTableSaysSoAndRefusedOtherwise(Move move) {
    Payment payment = PaymentFixtures.in(move.from());

    if (LEGAL.contains(move)) {
      payment.requireMove(move.to());
    } else {
      assertThatThrownBy(() -> payment.requireMove(move.to()))
          .isInstanceOf(ProblemException.class)
          .extracting(it -> ((ProblemException) it).errorCode())
          .isEqualTo(PaymentError.INVALID_STATE);
    }
  }

  @Test
  void anIllegalMoveIsRefusedWithTheStatusAndWhatItAllows() {
    assertThatThrownBy(() -> PaymentFixtures.in(REQUIRES_REVIEW).requireMove(SUCCEEDED))
        .hasMessageContaining("requires_review")
        .hasMessageContaining("processing, failed");
  }

  @Test
  void nothingFollowsAFinalStatus() {
    assertThat(Stream.of(Status.values()).filter(Status::isFinal))
        .containsExactlyInAnyOrder(SUCCEEDED, FAILED, CANCELED, EXPIRED);
  }
}
