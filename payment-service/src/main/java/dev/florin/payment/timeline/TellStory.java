package dev.florin.payment.timeline;

import static java.util.Objects.requireNonNullElse;

import dev.florin.money.Money;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Risk;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentHistory.Transition;
import dev.florin.payment.timeline.Neighbours.Assessment;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Neighbours.Hold;
import dev.florin.payment.timeline.Neighbours.MatchedRule;
import dev.florin.payment.timeline.Neighbours.Notification;
import dev.florin.payment.timeline.Neighbours.Posting;
import dev.florin.payment.timeline.Neighbours.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is known into words and in order. Entries of the same instant stay in the order in
 * which a payment goes through its steps.
 */
final class TellStory {

  private final Facts facts;
  private final Payment payment;
  private final List<StoryEntry> entries = new ArrayList<>();

  private TellStory(Facts facts) {
    this.facts = facts;
    this.payment = facts.payment();
  }

  static Story of(Facts facts) {
    return new TellStory(facts).tell();
  }

  private Story tell() {
    acceptance();
    risk();
    facts.operations().forEach(this::operation);
    facts.ledger().holds().forEach(this::hold);
    facts.ledger().transfers().forEach(this::transfer);
    facts.attempts().forEach(this::attempt);
    moves();
    facts.events().forEach(this::event);
    facts.notifications().forEach(this::notification);
    entries.sort(Comparator.comparing(StoryEntry::at));
    return new Story(
        payment, FindDecision.in(facts), duration(), facts.silent(), List.copyOf(entries));
  }

  private @Nullable Long duration() {
    return payment.status().isFinal() && !facts.transitions().isEmpty()
        ? millis(payment.createdAt(), facts.transitions().getLast().at())
        : null;
  }

  private void acceptance() {
    facts.transitions().stream()
        .filter(TellStory::isAcceptance)
        .forEach(
            move ->
                add(
                    move.at(),
                    "payment.accepted",
                    Services.PAYMENT,
                    "The payment was accepted: %s by %s for user %s"
                        .formatted(
                            money(payment.terms().amount()),
                            words(payment.terms().method().wireName()),
                            payment.terms().userId()),
                    null,
                    move.traceId(),
                    new Details()
                        .with("status", move.to().wireName())
                        .with("actor", facts.reader().nameOf(move.actor()))));
  }

  private static boolean isAcceptance(Transition move) {
    return move.from() == Status.CREATED;
  }

  private void risk() {
    Risk kept = payment.risk();
    if (kept != null && kept.decision() == Risk.Decision.DEGRADED) {
      // Nobody wrote down when: it follows the acceptance.
      add(
          payment.createdAt(),
          "risk.degraded",
          Services.PAYMENT,
          facts.reader().knowsAll()
              ? "Risk could not be asked; the payment was small enough to go on without it"
              : "Risk could not be asked; the payment went on without it",
          null,
          payment.trace().traceId(),
          new Details());
    }
    facts
        .assessment()
        .ifPresent(
            assessment ->
                add(
                    assessment.createdAt(),
                    "risk." + assessment.decision(),
                    Services.RISK,
                    assessed(assessment, facts.reader()),
                    null,
                    assessment.traceId(),
                    details(assessment)));
  }

  private Details details(Assessment assessment) {
    Details details = new Details().with("decision", assessment.decision());
    return facts.reader().knowsAll()
        ? details
            .with("score", assessment.score())
            .with("level", assessment.level())
            .with("matched_rules", assessment.matchedRules())
        : details;
  }

  /** Also said by {@link FindDecision}. */
  static String assessed(Assessment assessment, Reader reader) {
    String verb =
        switch (assessment.decision()) {
          case "allow" -> "Risk allowed the payment";
          case "deny" -> "Risk refused the payment";
          case "review" -> "Risk asks for a person's decision";
          default -> "Risk said " + words(assessment.decision());
        };
    if (!reader.knowsAll()) {
      return verb;
    }
    String rules =
        assessment.matchedRules().stream().map(MatchedRule::rule).collect(Collectors.joining(", "));
    return "%s: score %d, %s%s"
        .formatted(
            verb,
            assessment.score(),
            assessment.level(),
            rules.isEmpty() ? "" : " (" + rules + ")");
  }

  private void hold(Hold hold) {
    String whose = whose("wallet", hold.userId());
    Details details =
        new Details()
            .with("hold_id", hold.holdId())
            .with("status", hold.status())
            .with("decline_code", hold.declineCode());
    if (hold.declineCode() != null) {
      add(
          hold.createdAt(),
          "hold.declined",
          Services.ACCOUNT,
          "Nothing was reserved: " + words(hold.declineCode()),
          null,
          hold.traceId(),
          details);
      return;
    }
    String amount = hold.amount() + " " + hold.currency();
    add(
        hold.createdAt(),
        "hold.placed",
        Services.ACCOUNT,
        "%s were reserved in %s".formatted(amount, whose),
        null,
        hold.traceId(),
        new Details().with("hold_id", hold.holdId()).with("amount", hold.amount()));
    if (!hold.status().equals("placed")) {
      add(
          hold.updatedAt(),
          "hold." + hold.status(),
          Services.ACCOUNT,
          "The reservation in %s was %s; %s of %s were taken"
              .formatted(whose, words(hold.status()), hold.posted(), amount),
          null,
          null,
          details.with("posted", hold.posted()));
    }
  }

  private void transfer(Transfer transfer) {
    Details details =
        new Details()
            .with("transfer_id", transfer.transferId())
            .with("result", transfer.result())
            .with("decline_code", transfer.declineCode())
            .with("reverses", transfer.reverses())
            .with("hold_id", transfer.holdId())
            .with("reason", transfer.reason())
            .with("postings", transfer.postings().isEmpty() ? null : transfer.postings());
    String code = transfer.result().equals("posted") ? transfer.kind() : transfer.result();
    add(
        transfer.createdAt(),
        "ledger." + code,
        Services.ACCOUNT,
        moved(transfer),
        null,
        transfer.traceId(),
        details);
  }

  private static String moved(Transfer transfer) {
    String kind = words(transfer.kind());
    return switch (transfer.result()) {
      case "posted" ->
          "%s: %s moved from %s to %s"
              .formatted(
                  capital(kind),
                  transfer.postings().stream()
                      .filter(posting -> posting.direction().equals("debit"))
                      .map(posting -> posting.amount() + " " + posting.currency())
                      .collect(Collectors.joining(" and ")),
                  sides(transfer, "debit"),
                  sides(transfer, "credit"));
      case "fenced" -> "The %s was kept out: it was taken back before it came".formatted(kind);
      default ->
          "The ledger refused the %s: %s"
              .formatted(kind, words(requireNonNullElse(transfer.declineCode(), "declined")));
    };
  }

  private static String sides(Transfer transfer, String direction) {
    return transfer.postings().stream()
        .filter(posting -> posting.direction().equals(direction))
        .map((Posting posting) -> whose(posting.account(), posting.userId()))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private static String whose(String account, @Nullable String userId) {
    return userId == null ? account : "the wallet of " + userId;
  }

  private void attempt(Attempt attempt) {
    Details details =
        new Details()
            .with("attempt_id", attempt.attemptId())
            .with("channel", attempt.channel())
            .with("operation", attempt.operation())
            .with("amount", attempt.amount())
            .with("currency", attempt.currency());
    add(
        attempt.sentAt(),
        "channel.sent",
        Services.CHANNEL,
        "%s was asked to %s %s %s"
            .formatted(
                attempt.channel(), attempt.operation(), attempt.amount(), attempt.currency()),
        null,
        attempt.traceId(),
        details);
    if (attempt.status().equals("sending")) {
      return;
    }
    add(
        attempt.updatedAt(),
        "channel." + attempt.result(),
        Services.CHANNEL,
        answered(attempt),
        millis(attempt.sentAt(), attempt.updatedAt()),
        attempt.traceId(),
        new Details()
            .with("attempt_id", attempt.attemptId())
            .with("channel", attempt.channel())
            .with("operation", attempt.operation())
            .with("result", attempt.result())
            .with("decline_code", attempt.declineCode())
            .with("transaction_id", attempt.transactionId())
            .with("message", attempt.message()));
  }

  /** Also said by {@link FindDecision}. */
  static String answered(Attempt attempt) {
    String channel = attempt.channel();
    String operation =
        attempt.operation().equals("authorise") ? "authorisation" : attempt.operation();
    return switch (attempt.result()) {
      case "approved" ->
          "%s approved the %s (%s)".formatted(channel, operation, attempt.transactionId());
      case "declined" ->
          "%s declined the %s: %s"
              .formatted(
                  channel,
                  operation,
                  words(requireNonNullElse(attempt.declineCode(), "without a reason")));
      case "pending" -> "%s has the %s and has not decided".formatted(channel, operation);
      case "not_sent" -> "The %s surely never reached %s".formatted(operation, channel);
      case "unknown" ->
          "It is not known what %s did with the %s; nothing is sent again, it is asked"
              .formatted(channel, operation);
      default -> "%s answered the %s: %s".formatted(channel, operation, words(attempt.result()));
    };
  }

  private void operation(DoneOperations.Done operation) {
    String asker = facts.reader().nameOf(operation.requestedBy());
    Details details =
        new Details()
            .with("operation_id", operation.publicId())
            .with("kind", operation.kind())
            .with("amount", operation.amount().toDecimalString())
            .with("currency", operation.amount().currencyCode())
            .with("reason", operation.reason())
            .with("requested_by", asker);
    String kind = operation.words();
    add(
        operation.createdAt(),
        operation.kind() + ".pending",
        Services.PAYMENT,
        "%s asked for a %s of %s"
            .formatted(requireNonNullElse(asker, "The merchant"), kind, money(operation.amount())),
        null,
        operation.traceId(),
        details);
    if (operation.hasEnded()) {
      String failed = operation.failureCode();
      add(
          operation.updatedAt(),
          operation.kind() + "." + operation.status(),
          Services.PAYMENT,
          "The %s of %s %s%s"
              .formatted(
                  kind,
                  money(operation.amount()),
                  operation.status(),
                  failed == null ? "" : ": " + words(failed)),
          millis(operation.createdAt(), operation.updatedAt()),
          operation.traceId(),
          new Details()
              .with("operation_id", operation.publicId())
              .with("status", operation.status())
              .with("channel", operation.channel())
              .with("transaction_id", operation.transactionId())
              .with("failure_code", failed)
              .with("decline_code", operation.declineCode()));
    }
  }

  private void moves() {
    Instant since = payment.createdAt();
    for (Transition move : facts.transitions()) {
      if (!isAcceptance(move)) {
        add(
            move.at(),
            "payment." + move.to().wireName(),
            Services.PAYMENT,
            became(move),
            millis(since, move.at()),
            move.traceId(),
            new Details()
                .with("from", move.from().wireName())
                .with("to", move.to().wireName())
                .with("reason", facts.reader().reasonOf(move))
                .with("actor", facts.reader().nameOf(move.actor())));
      }
      since = move.at();
    }
  }

  private String became(Transition move) {
    Failure failure = payment.failure();
    String reason =
        move.to() == Status.FAILED && failure != null
            ? failure.error().detail()
            : words(facts.reader().reasonOf(move));
    return "The payment became %s: %s".formatted(move.to().wireName(), reason);
  }

  private void event(WrittenEvents.Event event) {
    Details details = new Details().with("event_id", event.id()).with("type", event.type());
    add(
        event.writtenAt(),
        "event.written",
        Services.PAYMENT,
        "The event %s was written with it".formatted(event.type()),
        null,
        event.traceId(),
        details);
    Instant published = event.publishedAt();
    if (published != null) {
      add(
          published,
          "event.published",
          Services.PAYMENT,
          "The event %s was published to %s".formatted(event.type(), event.topic()),
          millis(event.writtenAt(), published),
          event.traceId(),
          new Details()
              .with("event_id", event.id())
              .with("type", event.type())
              .with("topic", event.topic())
              .with("sequence", event.sequence()));
    }
  }

  private void notification(Notification notification) {
    add(
        notification.deliveredAt(),
        "notification.delivered",
        Services.NOTIFICATION,
        "The merchant was told %s".formatted(notification.type()),
        null,
        notification.traceId(),
        new Details()
            .with("event_id", notification.eventId())
            .with("type", notification.type())
            .with("status", notification.status()));
  }

  private void add(
      Instant at,
      String what,
      String service,
      String text,
      @Nullable Long durationMs,
      @Nullable String traceId,
      Details details) {
    entries.add(new StoryEntry(at, what, service, text, durationMs, traceId, details.toMap()));
  }

  private static long millis(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }

  private static String money(Money amount) {
    return amount.toDecimalString() + " " + amount.currencyCode();
  }

  /** A code as words. */
  static String words(String code) {
    return code.replace('_', ' ');
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
  }
}
