package dev.florin.system;

import dev.florin.system.Books.Attempt;
import dev.florin.system.Books.Charge;
import dev.florin.system.Books.Event;
import dev.florin.system.Books.Move;
import dev.florin.system.Books.Payment;
import dev.florin.system.Books.Transfer;
import dev.florin.system.History.Sent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one checker of all fault scenarios: what a client was told against what everybody has written
 * down, once everything has come to rest. The invariants are those of docs/invariants.md.
 */
final class BookCheck {

  private static final Map<String, Set<String>> LEGAL_MOVES =
      Map.of(
          "created", Set.of("processing"),
          "processing",
              Set.of(
                  "succeeded", "failed", "requires_review", "requires_action", "requires_capture"),
          "requires_review", Set.of("processing", "failed"),
          "requires_action", Set.of("processing", "failed"),
          "requires_capture", Set.of("succeeded", "canceled", "expired"));

  private final History history;
  private final Books books;
  private final List<String> breaches = new ArrayList<>();

  private BookCheck(History history, Books books) {
    this.history = history;
    this.books = books;
  }

  /** What is wrong, as one line each; empty if nothing is. */
  static List<String> breaches(History history, Books books) {
    BookCheck check = new BookCheck(history, books);
    check.breaches.addAll(books.ledger());
    check.moves();
    Map<String, List<Attempt>> attempts =
        books.attempts().stream().collect(Collectors.groupingBy(Attempt::payment));
    books
        .payments()
        .values()
        .forEach(
            payment -> check.payment(payment, attempts.getOrDefault(payment.uuid(), List.of())));
    check.providersBook();
    check.events();
    check.history();
    return check.breaches;
  }

  /** I8: the history of each payment has no gap and no illegal move, and ends where it stands. */
  private void moves() {
    Map<String, List<Move>> byPayment =
        books.moves().stream().collect(Collectors.groupingBy(Move::payment));
    for (Payment payment : books.payments().values()) {
      List<Move> moves = byPayment.getOrDefault(payment.uuid(), List.of());
      String at = "created";
      for (int i = 0; i < moves.size(); i++) {
        Move move = moves.get(i);
        boolean legal =
            LEGAL_MOVES.getOrDefault(move.from(), Set.of()).contains(move.to())
                && move.from().equals(at)
                && move.version() == i + 1;
        if (!legal) {
          breaches.add("I8 " + move);
        }
        at = move.to();
      }
      if (!at.equals(payment.status()) || moves.size() != payment.version()) {
        breaches.add("I8 " + payment + " is not where its moves lead: " + at);
      }
    }
  }

  /** I4, I7, I9: a payment has ended, and everybody's book says the same of it. */
  private void payment(Payment payment, List<Attempt> attempts) {
    long approved = attempts.stream().filter(it -> it.status().equals("approved")).count();
    boolean deducted = isPosted(payment, ":deduct");
    boolean reversed = isPosted(payment, ":reverse");
    boolean settled = isPosted(payment, ":settle");
    switch (payment.status()) {
      case "succeeded" -> {
        require(approved == 1, "I9 succeeded with other than one approved attempt", payment);
        require(deducted && settled && !reversed, "I4 succeeded, ledger differs", payment);
      }
      case "failed" -> {
        require(approved == 0, "I9 failed with an approved attempt", payment);
        require(deducted == reversed && !settled, "I4 failed, ledger differs", payment);
      }
      default -> breaches.add("I7 not final " + payment);
    }
    for (Attempt attempt : attempts) {
      require(
          attempt.amount() == payment.amount() && attempt.currency().equals(payment.currency()),
          "I9 another amount was attempted",
          payment);
    }
  }

  private boolean isPosted(Payment payment, String step) {
    Transfer transfer = books.transfers().get(payment.uuid() + step);
    if (transfer == null || !transfer.posted()) {
      return false;
    }
    require(transfer.amount() == payment.amount(), "I4 another amount was posted", payment);
    return true;
  }

  /** I9: the channel's attempts and the provider's charges are the same. */
  private void providersBook() {
    Set<String> known = new HashSet<>();
    for (Attempt attempt : books.attempts()) {
      known.add(attempt.id());
      Charge charge = books.charges().get(attempt.id());
      boolean same =
          switch (attempt.status()) {
            case "approved" -> charge != null && charge.approved() && isAbout(charge, attempt);
            case "declined" -> charge != null && !charge.approved() && isAbout(charge, attempt);
            case "not_sent" -> charge == null;
            default -> false;
          };
      require(same, "I9 the provider has " + charge, attempt);
    }
    books.charges().values().stream()
        .filter(charge -> !known.contains(charge.reference()))
        .forEach(charge -> breaches.add("I9 a charge that nobody asked for " + charge));
  }

  private static boolean isAbout(Charge charge, Attempt attempt) {
    return charge.amount() == attempt.amount() && charge.currency().equals(attempt.currency());
  }

  /** I10, I11: each end has one event, each event was published and had its effect once. */
  private void events() {
    Map<String, List<Event>> byPayment =
        books.events().stream().collect(Collectors.groupingBy(Event::payment));
    for (Payment payment : books.payments().values()) {
      List<String> types =
          byPayment.getOrDefault(payment.uuid(), List.of()).stream().map(Event::type).toList();
      require(types.equals(List.of("payment." + payment.status())), "I10 events " + types, payment);
    }
    Set<String> committed = new HashSet<>();
    for (Event event : books.events()) {
      committed.add(event.id());
      require(event.published(), "I10 not published", event);
      int effects = Collections.frequency(books.notified(), event.id());
      require(effects == 1, "I11 notified " + effects + " times", event);
    }
    books.notified().stream()
        .filter(id -> !committed.contains(id))
        .forEach(id -> breaches.add("I10 an event that was never committed " + id));
  }

  /** I5, I6: what was acknowledged is there, what was refused is not, the sums lie between. */
  private void history() {
    long acked = 0;
    long applied = 0;
    long unknown = 0;
    for (Sent sent : history.all()) {
      Payment payment = paymentOf(sent);
      boolean succeeded = payment != null && payment.status().equals("succeeded");
      Heard end = sent.end();
      require(
          sent.heard().stream().filter(Heard::isFinal).distinct().count() <= 1,
          "I5 a key changed its outcome",
          sent);
      if (end == Heard.PAID) {
        acked += sent.cents();
        require(succeeded, "I5 acknowledged and not there: " + payment, sent);
      } else if (end == Heard.FAILED) {
        require(!succeeded, "I6 refused and paid: " + payment, sent);
      } else if (sent.mayBeThere()) {
        unknown += sent.cents();
        require(
            payment != null || !sent.heard().contains(Heard.OPEN),
            "I5 accepted and not there",
            sent);
      } else {
        require(payment == null, "I6 not taken and there: " + payment, sent);
      }
      if (payment != null) {
        require(payment.amount() == sent.cents(), "I5 another amount: " + payment, sent);
      }
      applied += succeeded ? sent.cents() : 0;
    }
    require(
        acked <= applied && applied <= acked + unknown,
        "I5 acked <= applied <= acked + unknown",
        List.of(acked, applied, unknown));
  }

  private @Nullable Payment paymentOf(Sent sent) {
    String uuid = books.keys().get(sent.key());
    return uuid == null ? null : books.payments().get(uuid);
  }

  private void require(boolean holds, String otherwise, Object subject) {
    if (!holds) {
      breaches.add(otherwise + " " + subject);
    }
  }
}
