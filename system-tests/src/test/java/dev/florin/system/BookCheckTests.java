package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.Books.Attempt;
import dev.florin.system.Books.Charge;
import dev.florin.system.Books.Event;
import dev.florin.system.Books.Move;
import dev.florin.system.Books.Payment;
import dev.florin.system.Books.Transfer;
import dev.florin.system.History.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker is worth something only if it goes red: each invariant is broken once on purpose. */
class BookCheckTests {

  /** A client that was told of two payments, and the books that say the same. */
  private static History twoPayments() {
    History history = new History();
    told(history, Heard.PAID, 1_000);
    told(history, Heard.FAILED, 2_000);
    return history;
  }

  private static Sent told(History history, Heard heard, long cents) {
    Sent sent = history.begin("USER_1", cents, null);
    sent.requests().incrementAndGet();
    sent.heard().add(heard);
    return sent;
  }

  private static Books booksOf(History history) {
    return new Books(
        new HashMap<>(
            Map.of(history.all().get(0).key(), "paid", history.all().get(1).key(), "refused")),
        new HashMap<>(
            Map.of(
                "paid", new Payment("paid", 1_000, "USD", "succeeded", 2),
                "refused", new Payment("refused", 2_000, "USD", "failed", 2))),
        new ArrayList<>(
            List.of(
                new Move("paid", 1, "created", "processing"),
                new Move("paid", 2, "processing", "succeeded"),
                new Move("refused", 1, "created", "processing"),
                new Move("refused", 2, "processing", "failed"))),
        new HashMap<>(
            Map.of(
                "paid:deduct", new Transfer("paid:deduct", "deduction", true, 1_000),
                "paid:settle", new Transfer("paid:settle", "settlement", true, 1_000),
                "refused:deduct", new Transfer("refused:deduct", "deduction", true, 2_000),
                "refused:reverse", new Transfer("refused:reverse", "reversal", true, 2_000))),
        new ArrayList<>(
            List.of(
                new Attempt("paid_1", "paid", 1_000, "USD", "approved"),
                new Attempt("refused_1", "refused", 2_000, "USD", "declined"))),
        new HashMap<>(
            Map.of(
                "paid_1", new Charge("paid_1", 1_000, "USD", true),
                "refused_1", new Charge("refused_1", 2_000, "USD", false))),
        new ArrayList<>(
            List.of(
                new Event("e1", "paid", "payment.succeeded", true),
                new Event("e2", "refused", "payment.failed", true))),
        new ArrayList<>(List.of("e1", "e2")),
        new ArrayList<>());
  }

  @Test
  void booksThatAgreeHaveNoBreach() {
    History history = twoPayments();

    assertThat(BookCheck.breaches(history, booksOf(history))).isEmpty();
  }

  @Test
  void whatTheClientDoesNotKnowMayBeThereOrNot() {
    History history = twoPayments();
    told(history, Heard.UNKNOWN, 500);
    told(history, Heard.NOT_TAKEN, 600);

    assertThat(BookCheck.breaches(history, booksOf(history))).isEmpty();
  }

  private static Arguments planted(String breach, BiConsumer<History, Books> violation) {
    return Arguments.of(breach, violation);
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        planted("I1", (_, books) -> books.ledger().add("I1 USD")),
        planted("I4", (_, books) -> books.transfers().remove("refused:reverse")),
        planted("I4", (_, books) -> books.transfers().remove("paid:settle")),
        planted(
            "I4",
            (_, books) ->
                books
                    .transfers()
                    .put("paid:reverse", new Transfer("paid:reverse", "reversal", true, 1_000))),
        planted(
            "I4",
            (_, books) ->
                books
                    .transfers()
                    .put("paid:deduct", new Transfer("paid:deduct", "deduction", true, 999))),
        planted("I5", (_, books) -> books.keys().clear()),
        planted("I5", (history, _) -> told(history, Heard.OPEN, 700)),
        planted("I5", (history, _) -> history.all().getFirst().heard().add(Heard.FAILED)),
        planted("I5", (history, _) -> told(history, Heard.PAID, 800)),
        planted(
            "I6",
            (history, books) ->
                books.keys().put(told(history, Heard.NOT_TAKEN, 1_000).key(), "paid")),
        planted(
            "I6",
            (history, books) -> books.keys().put(told(history, Heard.FAILED, 1_000).key(), "paid")),
        planted(
            "I7",
            (_, books) ->
                books.payments().put("paid", new Payment("paid", 1_000, "USD", "processing", 1))),
        planted("I8", (_, books) -> books.moves().remove(0)),
        planted("I8", (_, books) -> books.moves().add(new Move("paid", 3, "succeeded", "failed"))),
        planted("I9", (_, books) -> books.charges().remove("paid_1")),
        planted(
            "I9",
            (_, books) -> books.charges().put("paid_1", new Charge("paid_1", 999, "USD", true))),
        planted(
            "I9", (_, books) -> books.charges().put("other", new Charge("other", 1, "USD", true))),
        planted(
            "I9",
            (_, books) ->
                books.attempts().add(new Attempt("paid_2", "paid", 1_000, "USD", "approved"))),
        planted("I10", (_, books) -> books.events().remove(0)),
        planted(
            "I10",
            (_, books) ->
                books.events().set(0, new Event("e1", "paid", "payment.succeeded", false))),
        planted("I10", (_, books) -> books.notified().add("e3")),
        planted("I11", (_, books) -> books.notified().add("e1")),
        planted("I11", (_, books) -> books.notified().remove("e2")));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void aPlantedViolationIsNamed(String breach, BiConsumer<History, Books> violation) {
    History history = twoPayments();
    Books books = booksOf(history);

    violation.accept(history, books);

    assertThat(BookCheck.breaches(history, books)).anyMatch(line -> line.startsWith(breach + " "));
  }
}
