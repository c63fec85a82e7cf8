package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.Books.Attempt;
import dev.florin.system.Books.Charge;
import dev.florin.system.Books.Event;
import dev.florin.system.Books.Move;
import dev.florin.system.Books.Operation;
import dev.florin.system.Books.Payment;
import dev.florin.system.Books.Transfer;
import dev.florin.system.History.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker is worth something only if it goes red: each invariant is broken once on purpose. */
class BookCheckTests {

  /** A client that was told of what it asked for, and the books that say the same. */
  private static History told() {
    History history = new History();
    told(history, Heard.PAID, new Asked.Payment("USER_1", 1_000, null, false));
    told(history, Heard.FAILED, new Asked.Payment("USER_1", 2_000, null, false));
    told(history, Heard.AUTHORISED, new Asked.Payment("USER_1", 3_000, null, true));
    told(history, Heard.PAID, new Asked.Capture("PAY_3", 2_500));
    told(history, Heard.PAID, new Asked.Refund("PAY_3", 500));
    told(history, Heard.AUTHORISED, new Asked.Payment("USER_1", 4_000, null, true));
    told(history, Heard.PAID, new Asked.Cancel("PAY_4"));
    return history;
  }

  private static Sent told(History history, Heard heard, Asked asked) {
    Sent sent = history.begin(asked);
    sent.requests().incrementAndGet();
    sent.heard().add(heard);
    return sent;
  }

  private static Sent told(History history, Heard heard, long cents) {
    return told(history, heard, new Asked.Payment("USER_1", cents, null, false));
  }

  private static Payment payment(String uuid, boolean manual, long amount, String status) {
    return new Payment(uuid, manual, amount, "USD", status, manual ? 3 : 2);
  }

  private static Books booksOf(History history) {
    Map<String, String> keys = new HashMap<>();
    List<String> begun = List.of("paid", "refused", "taken", "cap", "ref", "freed", "void");
    for (int i = 0; i < begun.size(); i++) {
      keys.put(history.all().get(i).key(), begun.get(i));
    }
    return new Books(
        keys,
        named(
            Payment::uuid,
            payment("paid", false, 1_000, "succeeded"),
            payment("refused", false, 2_000, "failed"),
            payment("taken", true, 3_000, "succeeded"),
            payment("freed", true, 4_000, "canceled")),
        named(
            Operation::uuid,
            new Operation("cap", "taken", "capture", 2_500, "succeeded"),
            new Operation("ref", "taken", "refund", 500, "succeeded"),
            new Operation("void", "freed", "void", 4_000, "succeeded")),
        Set.of(),
        new ArrayList<>(
            List.of(
                new Move("paid", 1, "created", "processing"),
                new Move("paid", 2, "processing", "succeeded"),
                new Move("refused", 1, "created", "processing"),
                new Move("refused", 2, "processing", "failed"),
                new Move("taken", 1, "created", "processing"),
                new Move("taken", 2, "processing", "requires_capture"),
                new Move("taken", 3, "requires_capture", "succeeded"),
                new Move("freed", 1, "created", "processing"),
                new Move("freed", 2, "processing", "requires_capture"),
                new Move("freed", 3, "requires_capture", "canceled"))),
        named(
            Transfer::id,
            new Transfer("paid:deduct", "deduction", true, 1_000),
            new Transfer("paid:settle", "settlement", true, 1_000),
            new Transfer("refused:deduct", "deduction", true, 2_000),
            new Transfer("refused:reverse", "reversal", true, 2_000),
            new Transfer("cap:post", "capture", true, 2_500),
            new Transfer("cap:settle", "settlement", true, 2_500),
            new Transfer("ref:refund", "refund", true, 500)),
        new HashMap<>(Map.of("taken:hold", "posted", "freed:hold", "voided")),
        new ArrayList<>(
            List.of(
                new Attempt("paid_1", "paid", "charge", 1_000, "USD", "approved"),
                new Attempt("refused_1", "refused", "charge", 2_000, "USD", "declined"),
                new Attempt("taken_1", "taken", "authorise", 3_000, "USD", "approved"),
                new Attempt("cap_1", "taken", "capture", 2_500, "USD", "approved"),
                new Attempt("ref_1", "taken", "refund", 500, "USD", "approved"),
                new Attempt("freed_1", "freed", "authorise", 4_000, "USD", "approved"),
                new Attempt("freed_void", "freed", "void", 4_000, "USD", "approved"))),
        named(
            Charge::reference,
            new Charge("paid_1", 1_000, "USD", true),
            new Charge("refused_1", 2_000, "USD", false),
            new Charge("taken_1", 3_000, "USD", true),
            new Charge("cap_1", 2_500, "USD", true),
            new Charge("ref_1", 500, "USD", true),
            new Charge("freed_1", 4_000, "USD", true),
            new Charge("freed_void", 4_000, "USD", true)),
        new ArrayList<>(
            List.of(
                new Event("e1", "paid", "payment.succeeded", true),
                new Event("e2", "refused", "payment.failed", true),
                new Event("e3", "taken", "payment.requires_capture", true),
                new Event("e4", "taken", "payment.captured", true),
                new Event("e5", "taken", "payment.succeeded", true),
                new Event("e6", "taken", "payment.refunded", true),
                new Event("e7", "freed", "payment.requires_capture", true),
                new Event("e8", "freed", "payment.canceled", true))),
        new ArrayList<>(List.of("e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8")),
        new ArrayList<>(List.of(new Event("c1", "paid", "attempt.resolved", true))),
        new ArrayList<>(List.of("c1")),
        new ArrayList<>());
  }

  @SafeVarargs
  private static <T> Map<String, T> named(Function<T, String> name, T... rows) {
    Map<String, T> all = new HashMap<>();
    for (T row : rows) {
      all.put(name.apply(row), row);
    }
    return all;
  }

  @Test
  void booksThatAgreeHaveNoBreach() {
    History history = told();

    assertThat(BookCheck.breaches(history, booksOf(history))).isEmpty();
  }

  @Test
  void whatTheClientDoesNotKnowMayBeThereOrNot() {
    History history = told();
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
                books.payments().put("paid", payment("paid", false, 1_000, "processing"))),
        planted(
            "I7",
            (_, books) ->
                books.payments().put("taken", payment("taken", true, 3_000, "requires_capture"))),
        planted(
            "I7",
            (_, books) ->
                books
                    .operations()
                    .put("ref", new Operation("ref", "taken", "refund", 500, "pending"))),
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
                books
                    .attempts()
                    .add(new Attempt("paid_2", "paid", "charge", 1_000, "USD", "approved"))),
        planted("I4", (_, books) -> books.transfers().remove("cap:post")),
        planted("I4", (_, books) -> books.transfers().remove("cap:settle")),
        planted("I4", (_, books) -> books.transfers().remove("ref:refund")),
        planted("I4", (_, books) -> books.operations().remove("cap")),
        planted(
            "I4",
            (_, books) ->
                books
                    .transfers()
                    .put("ref:refund", new Transfer("ref:refund", "refund", true, 499))),
        planted("I5", (history, _) -> told(history, Heard.PAID, new Asked.Refund("PAY_3", 100))),
        planted("I5", (history, _) -> told(history, Heard.PAID, new Asked.Review("P", "approve"))),
        planted(
            "I6",
            (history, books) ->
                books
                    .keys()
                    .put(told(history, Heard.FAILED, new Asked.Refund("PAY_3", 500)).key(), "ref")),
        planted("I9", (_, books) -> books.charges().remove("freed_void")),
        planted(
            "I9", (_, books) -> books.attempts().removeIf(attempt -> attempt.id().equals("ref_1"))),
        planted("I10", (_, books) -> books.events().remove(3)),
        planted("I10", (_, books) -> books.news().add(new Event("c2", "paid", "told", false))),
        planted("I11", (_, books) -> books.heard().clear()),
        planted("I11", (_, books) -> books.heard().add("c1")),
        planted("I14", (_, books) -> books.holds().put("taken:hold", "placed")),
        planted("I14", (_, books) -> books.holds().put("freed:hold", "placed")),
        planted("I10", (_, books) -> books.events().remove(0)),
        planted(
            "I10",
            (_, books) ->
                books.events().set(0, new Event("e1", "paid", "payment.succeeded", false))),
        planted("I10", (_, books) -> books.notified().add("e9")),
        planted("I11", (_, books) -> books.notified().add("e1")),
        planted("I11", (_, books) -> books.notified().remove("e2")));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void aPlantedViolationIsNamed(String breach, BiConsumer<History, Books> violation) {
    History history = told();
    Books books = booksOf(history);

    violation.accept(history, books);

    assertThat(BookCheck.breaches(history, books)).anyMatch(line -> line.startsWith(breach + " "));
  }
}
