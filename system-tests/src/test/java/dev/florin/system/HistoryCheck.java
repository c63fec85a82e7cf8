package dev.florin.system;

import dev.florin.system.Books.Operation;
import dev.florin.system.Books.Payment;
import dev.florin.system.History.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client was told against what is written down; the part of {@link BookCheck} about it. */
final class HistoryCheck {

  /**
   * What came of a request.
   *
   * @param there whether what it began is there
   * @param done whether that has succeeded
   */
  private record Effect(boolean there, boolean done, long amount, String subject) {
    private static final Effect NONE = new Effect(false, false, 0, "nothing");
  }

  /** The sums that a kind of request moved. */
  private static final class Sums {
    private long acked;
    private long applied;
    private long unknown;
  }

  private final Books books;
  private final List<String> breaches = new ArrayList<>();

  private HistoryCheck(Books books) {
    this.books = books;
  }

  /** What is wrong, as one line each; empty if nothing is. */
  static List<String> breaches(History history, Books books) {
    HistoryCheck check = new HistoryCheck(books);
    check.check(history);
    return check.breaches;
  }

  /** I5, I6: what was acknowledged is there, what was refused is not, the sums lie between. */
  private void check(History history) {
    Map<String, Sums> sums = new HashMap<>();
    for (Sent sent : history.all()) {
      Effect effect = effectOf(sent);
      Sums of = sums.computeIfAbsent(sent.asked().getClass().getSimpleName(), _ -> new Sums());
      Heard end = sent.end();
      require(
          sent.heard().stream().filter(Heard::isFinal).distinct().count() <= 1,
          "I5 a key changed its outcome",
          sent);
      if (end == Heard.PAID || end == Heard.AUTHORISED) {
        of.acked += sent.asked().cents();
        require(effect.done(), "I5 acknowledged and not there: " + effect.subject(), sent);
      } else if (end == Heard.FAILED) {
        require(!effect.done(), "I6 refused and done: " + effect.subject(), sent);
      } else if (sent.mayBeThere()) {
        of.unknown += sent.asked().cents();
        require(
            effect.there() || !sent.heard().contains(Heard.OPEN),
            "I5 accepted and not there",
            sent);
      } else {
        require(!effect.there(), "I6 not taken and there: " + effect.subject(), sent);
      }
      if (effect.there() && sent.asked().cents() > 0) {
        require(
            effect.amount() == sent.asked().cents(),
            "I5 another amount: " + effect.subject(),
            sent);
      }
      of.applied += effect.done() ? sent.asked().cents() : 0;
    }
    sums.forEach(
        (kind, of) ->
            require(
                of.acked <= of.applied && of.applied <= of.acked + of.unknown,
                "I5 acked <= applied <= acked + unknown",
                List.of(kind, of.acked, of.applied, of.unknown)));
  }

  private Effect effectOf(Sent sent) {
    String uuid = books.keys().get(sent.key());
    if (uuid == null) {
      return Effect.NONE;
    }
    return switch (sent.asked()) {
      case Asked.Payment _ -> paid(books.payments().get(uuid));
      case Asked.Capture _, Asked.Refund _, Asked.Cancel _ ->
          carriedOut(books.operations().get(uuid));
      case Asked.Review _ ->
          new Effect(
              books.reviews().contains(uuid), books.reviews().contains(uuid), 0, "review " + uuid);
    };
  }

  /** A manual payment has done what it was asked for when it is authorised. */
  private static Effect paid(@Nullable Payment payment) {
    if (payment == null) {
      return Effect.NONE;
    }
    boolean done =
        switch (payment.status()) {
          case "succeeded" -> true;
          case "requires_capture", "canceled", "expired" -> payment.manual();
          default -> false;
        };
    return new Effect(true, done, payment.amount(), payment.toString());
  }

  private static Effect carriedOut(@Nullable Operation operation) {
    return operation == null
        ? Effect.NONE
        : new Effect(
            true, operation.status().equals("succeeded"), operation.amount(), operation.toString());
  }

  private void require(boolean holds, String otherwise, Object subject) {
    if (!holds) {
      breaches.add(otherwise + " " + subject);
    }
  }
}
