package dev.florin.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.NextAction;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.payment.StalePaymentException;
import dev.florin.payment.support.PaymentServer;
import dev.florin.web.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every move that can be thought of, against the database. */
class PaymentMovesIT extends PaymentServer {

  /** The life of a payment as it was agreed upon, word for word. */
  private static final Map<Status, Set<Status>> AGREED =
      agreed(
          """
          processing → succeeded failed requires_review requires_action requires_capture
          requires_review → processing failed
          requires_action → processing failed
          requires_capture → succeeded canceled expired
          succeeded →
          failed →
          canceled →
          expired →
          """);

  private static final String REASON = "because";

  @Autowired private Payments payments;

  record Move(Status from, Status to) {
    @Override
    public String toString() {
      return from.wireName() + " → " + to.wireName();
    }
  }

  static Stream<Move> everyMove() {
    return AGREED.keySet().stream()
        .flatMap(from -> Arrays.stream(Status.values()).map(to -> new Move(from, to)));
  }

  static Stream<Move> legalMoves() {
    return everyMove().filter(move -> allowedFrom(move.from()).contains(move.to()));
  }

  static Stream<Move> illegalMoves() {
    return everyMove().filter(move -> !allowedFrom(move.from()).contains(move.to()));
  }

  @ParameterizedTest
  @MethodSource("legalMoves")
  void aLegalMoveIsMadeAndWrittenDown(Move move) {
    Payment payment = paymentIn(move.from());

    Payment moved = payments.move(learned(payment, move.to()), move.to(), REASON, "olga", "t1");

    assertThat(moved.status()).isEqualTo(move.to());
    assertThat(moved.version()).isEqualTo(payment.version() + 1);
    assertThat(payments.get(payment.id().value())).isEqualTo(moved);
    assertThat(historyOf(payment))
        .containsExactly(
            "4 %s by olga: because in t1".formatted(move.toString().replace(" → ", " > ")));
  }

  @ParameterizedTest
  @MethodSource("illegalMoves")
  void anIllegalMoveIsRefusedWithTheStatusAndWhatItAllowsAndLeavesNoTrace(Move move) {
    Payment payment = paymentIn(move.from());

    assertThatThrownBy(
            () -> payments.move(learned(payment, move.to()), move.to(), REASON, "olga", "t1"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.errorCode()).isEqualTo(PaymentError.INVALID_STATE);
              assertThat(problem.detail()).contains(move.from().wireName());
              Set<Status> allowed = allowedFrom(move.from());
              assertThat(problem.detail())
                  .contains(
                      allowed.isEmpty()
                          ? List.of("is final")
                          : allowed.stream().map(Status::wireName).toList());
            });
    assertThat(payments.get(payment.id().value())).isEqualTo(payment);
    assertThat(historyOf(payment)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("legalMoves")
  void aMoveFromWhatThePaymentNoLongerIsWritesNothing(Move move) {
    Payment payment = paymentIn(move.from());
    jdbc.sql("UPDATE payment SET version = version + 1 WHERE uuid = ?")
        .param(payment.id().value())
        .update();

    assertThatThrownBy(
            () -> payments.move(learned(payment, move.to()), move.to(), REASON, "olga", "t1"))
        .isInstanceOf(StalePaymentException.class);
    assertThat(payments.get(payment.id().value()).status()).isEqualTo(move.from());
    assertThat(historyOf(payment)).isEmpty();
  }

  private static Set<Status> allowedFrom(Status from) {
    return AGREED.getOrDefault(from, Set.of());
  }

  private static Payment learned(Payment payment, Status to) {
    return switch (to) {
      case FAILED -> payment.failedFor(new Failure(PaymentError.CARD_DECLINED));
      case REQUIRES_ACTION ->
          payment.charged(
              new Charge("sandbox", "ch_1", null, new NextAction("redirect", "https://psp.test")));
      case CREATED, PROCESSING, REQUIRES_REVIEW, REQUIRES_CAPTURE, SUCCEEDED, CANCELED, EXPIRED ->
          payment;
    };
  }

  /** A payment that has moved three times, with all that its status demands. */
  private Payment paymentIn(Status status) {
    Payment.Id id = Payment.Id.next();
    jdbc.sql(
            """
            INSERT INTO payment (uuid, merchant_id, payment_id, user_id, amount, currency,
                                 payment_method, metadata, status, version, leased, resume_at,
                                 failure_code, captured, capture_before, awaited_until,
                                 next_action)
            VALUES (:uuid, :merchantId, 'PAY_1', 'USER_1', 1999, 'USD', 'credit_card', '{}',
                    :status, 3, false, CASE WHEN :status = 'processing' THEN now() + interval '1 d' END,
                    CASE WHEN :status = 'failed' THEN 'card_declined' END,
                    CASE WHEN :status = 'succeeded' THEN 1999 ELSE 0 END, now() + interval '7 d',
                    now() + interval '1 d', '{"type": "redirect"}')
            """)
        .param("uuid", id.value())
        .param("merchantId", newMerchant())
        .param("status", status.wireName())
        .update();
    return payments.get(id.value());
  }

  private List<@Nullable String> historyOf(Payment payment) {
    return jdbc.sql(
            """
            SELECT version || ' ' || from_status || ' > ' || to_status || ' by ' || actor || ': '
                     || reason || ' in ' || trace_id
            FROM payment_transition WHERE payment_uuid = ? ORDER BY version
            """)
        .param(payment.id().value())
        .query(String.class)
        .list();
  }

  private static Map<Status, Set<Status>> agreed(String table) {
    Map<Status, Set<Status>> moves = new TreeMap<>();
    table
        .lines()
        .map(line -> line.split("→", -1))
        .forEach(line -> moves.put(status(line[0]), statuses(line[1])));
    return moves;
  }

  private static Set<Status> statuses(String names) {
    return Arrays.stream(names.strip().split(" ", -1))
        .filter(name -> !name.isEmpty())
        .map(PaymentMovesIT::status)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Status status(String name) {
    return Status.of(name.strip()).orElseThrow();
  }
}
