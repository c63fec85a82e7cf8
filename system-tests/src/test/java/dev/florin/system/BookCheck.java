package dev.florin.system;

import dev.florin.system.Books.Attempt;
import dev.florin.system.Books.Charge;
import dev.florin.system.Books.Event;
import dev.florin.system.Books.Move;
import dev.florin.system.Books.Operation;
import dev.florin.system.Books.Payment;
import dev.florin.system.Books.Transfer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** What a payment itself tries at its channel; the others follow it. */
  private static final Set<String> OWN_ATTEMPTS = Set.of("charge", "authorise");

  private final Books books;
  private final List<String> breaches = new ArrayList<>();

  private BookCheck(Books books) {
    this.books = books;
  }

  /** What is wrong, as one line each; empty if nothing is. */
  static List<String> breaches(History history, Books books) {
    BookCheck check = new BookCheck(books);
    check.breaches.addAll(books.ledger());
    check.moves();
    Map<String, List<Attempt>> attempts =
        books.attempts().stream().collect(Collectors.groupingBy(Attempt::payment));
    Map<String, List<Operation>> operations =
        books.operations().values().stream().collect(Collectors.groupingBy(Operation::payment));
    books
        .payments()
        .values()
        .forEach(
            payment ->
                check.payment(
                    payment,
                    attempts.getOrDefault(payment.uuid(), List.of()),
                    operations.getOrDefault(payment.uuid(), List.of())));
    books.operations().values().forEach(check::operation);
    check.providersBook();
    check.events(operations);
    check.news();
    check.breaches.addAll(HistoryCheck.breaches(history, books));
    return check.breaches;
  }

  /** I8: the history of each payment has no gap and no illegal move, and ends where it stands. */
  private void moves() {
    Map<String, List<Move>> byPayment = movesByPayment();
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

  private Map<String, List<Move>> movesByPayment() {
    return books.moves().stream().collect(Collectors.groupingBy(Move::payment));
  }

  /** I4, I7, I9: a payment has ended, and everybody's book says the same of it. */
  private void payment(Payment payment, List<Attempt> attempts, List<Operation> operations) {
    List<Attempt> own =
        attempts.stream().filter(it -> OWN_ATTEMPTS.contains(it.operation())).toList();
    long approved = own.stream().filter(it -> it.status().equals("approved")).count();
    switch (payment.status()) {
      case "succeeded", "canceled", "expired" ->
          require(approved == 1, "I9 taken with other than one approved attempt", payment);
      case "failed" -> require(approved == 0, "I9 failed with an approved attempt", payment);
      default -> breaches.add("I7 not final " + payment);
    }
    for (Attempt attempt : own) {
      require(
          attempt.amount() == payment.amount() && attempt.currency().equals(payment.currency()),
          "I9 another amount was attempted",
          attempt);
    }
    if (payment.manual()) {
      reserved(payment, operations);
    } else {
      deducted(payment);
    }
  }

  private void deducted(Payment payment) {
    boolean deducted = isPosted(payment.uuid() + ":deduct", payment.amount());
    boolean reversed = isPosted(payment.uuid() + ":reverse", payment.amount());
    boolean settled = isPosted(payment.uuid() + ":settle", payment.amount());
    switch (payment.status()) {
      case "succeeded" ->
          require(deducted && settled && !reversed, "I4 succeeded, ledger differs", payment);
      case "failed" ->
          require(deducted == reversed && !settled, "I4 failed, ledger differs", payment);
      default -> {}
    }
  }

  private void reserved(Payment payment, List<Operation> operations) {
    String hold = books.holds().getOrDefault(payment.uuid() + ":hold", "none");
    long captured =
        operations.stream()
            .filter(it -> it.kind().equals("capture") && it.status().equals("succeeded"))
            .mapToLong(Operation::amount)
            .sum();
    switch (payment.status()) {
      case "succeeded" -> {
        require(hold.equals("posted"), "I14 succeeded, its hold is " + hold, payment);
        require(
            captured > 0 && captured <= payment.amount(), "I4 captured was " + captured, payment);
      }
      case "canceled", "expired", "failed" -> {
        require(
            Set.of("voided", "expired", "declined", "none").contains(hold),
            "I14 ended, its hold is " + hold,
            payment);
        require(captured == 0, "I4 captured was " + captured, payment);
      }
      default -> {}
    }
  }

  /** I4, I7, I9: an operation has ended, and ledger and channel did what it says. */
  private void operation(Operation operation) {
    boolean done = operation.status().equals("succeeded");
    require(!operation.status().equals("pending"), "I7 not final", operation);
    switch (operation.kind()) {
      case "capture" -> {
        followed(operation, operation.uuid() + "_1", done);
        require(
            isPosted(operation.uuid() + ":post", operation.amount()) == done
                && isPosted(operation.uuid() + ":settle", operation.amount()) == done,
            "I4 the ledger differs",
            operation);
      }
      case "refund" -> {
        followed(operation, operation.uuid() + "_1", done);
        require(
            isPosted(operation.uuid() + ":refund", operation.amount()) == done,
            "I4 the ledger differs",
            operation);
      }
      case "void" -> followed(operation, operation.payment() + "_void", done);
      // The channel may have refused them, or need several attempts.
      case "expiry", "late_refund" -> {}
      default -> breaches.add("I8 no such operation " + operation);
    }
  }

  private void followed(Operation operation, String attemptId, boolean done) {
    boolean approved =
        books.attempts().stream()
            .anyMatch(
                it ->
                    it.id().equals(attemptId)
                        && it.status().equals("approved")
                        && it.amount() == operation.amount());
    require(approved == done, "I9 the channel differs", operation);
  }

  private boolean isPosted(String id, long amount) {
    Transfer transfer = books.transfers().get(id);
    if (transfer == null || !transfer.posted()) {
      return false;
    }
    require(transfer.amount() == amount, "I4 another amount was posted", transfer);
    return true;
  }

  /** I9: the channel's attempts and what the provider did are the same. */
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
  private void events(Map<String, List<Operation>> operations) {
    Map<String, List<Event>> byPayment =
        books.events().stream().collect(Collectors.groupingBy(Event::payment));
    Map<String, List<Move>> moves = movesByPayment();
    for (Payment payment : books.payments().values()) {
      List<String> told =
          byPayment.getOrDefault(payment.uuid(), List.of()).stream()
              .map(Event::type)
              .sorted()
              .toList();
      List<String> due =
          Stream.concat(
                  moves.getOrDefault(payment.uuid(), List.of()).stream()
                      .filter(move -> !move.to().equals("processing"))
                      .map(move -> "payment." + move.to()),
                  operations.getOrDefault(payment.uuid(), List.of()).stream()
                      .flatMap(operation -> told(operation).stream()))
              .sorted()
              .toList();
      require(told.equals(due), "I10 events " + told + " instead of " + due, payment);
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

  /** The events of an operation beside those of the payment's moves. */
  private static List<String> told(Operation operation) {
    return switch (operation.kind() + " " + operation.status()) {
      case "capture succeeded" -> List.of("payment.captured");
      case "refund succeeded" -> List.of("payment.refunded");
      case "refund failed" -> List.of("payment.refund_failed");
      default -> List.of();
    };
  }

  /** I10, I11: what channels told was published, and payment-service has taken it once. */
  private void news() {
    for (Event event : books.news()) {
      require(event.published(), "I10 not published", event);
      int effects = Collections.frequency(books.heard(), event.id());
      require(effects == 1, "I11 taken " + effects + " times", event);
    }
  }

  private void require(boolean holds, String otherwise, Object subject) {
    if (!holds) {
      breaches.add(otherwise + " " + subject);
    }
  }
}
