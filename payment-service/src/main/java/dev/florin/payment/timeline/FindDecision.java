package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentHistory.Transition;
import dev.florin.payment.timeline.Neighbours.Assessment;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Story.Decision;
import java.util.Locale;
import java.util.Optional;

/**
 * Says which step decided where a payment stands. The payment's own row is enough for that; the
 * neighbours that answered only add words.
 */
final class FindDecision {

  private static final String RISK = "risk";
  private static final String ACCOUNT = "account";
  private static final String CHANNEL = "channel";

  private final Facts facts;
  private final Payment payment;

  private FindDecision(Facts facts) {
    this.facts = facts;
    this.payment = facts.payment();
  }

  static Decision in(Facts facts) {
    return new FindDecision(facts).find();
  }

  private Decision find() {
    return switch (payment.status()) {
      case CREATED, PROCESSING -> new Decision("none", open());
      case SUCCEEDED -> new Decision(CHANNEL, approved("approved"));
      case REQUIRES_CAPTURE -> new Decision(CHANNEL, approved("authorised"));
      case REQUIRES_REVIEW ->
          new Decision(RISK, assessed().orElse("Risk asks for a person's decision"));
      case REQUIRES_ACTION -> new Decision(CHANNEL, "The payer must confirm the payment");
      case FAILED -> failed();
      case CANCELED -> new Decision("merchant", "The merchant voided the payment: " + reason());
      case EXPIRED -> new Decision("time", "The payment was not captured in time");
    };
  }

  private String open() {
    return lastAttempt()
        .map(TellStory::answered)
        .orElse("Nothing has decided yet: the payment is being worked on");
  }

  private String approved(String verb) {
    Charge charge = payment.charge();
    String channel = charge == null || charge.channel() == null ? CHANNEL : charge.channel();
    return charge == null || charge.transactionId() == null
        ? "%s %s the payment".formatted(channel, verb)
        : "%s %s the payment (%s)".formatted(channel, verb, charge.transactionId());
  }

  private Decision failed() {
    Failure failure = payment.failure();
    if (failure == null) {
      return new Decision("payment", reason());
    }
    String code = failure.error().code().toLowerCase(Locale.ROOT);
    String detail = capital(failure.error().detail());
    if (code.startsWith("risk_rejected")) {
      return new Decision(RISK, assessed().orElse(detail));
    }
    if (code.startsWith("risk_")) {
      return new Decision(RISK, detail);
    }
    if (code.startsWith("account_") || code.equals("insufficient_funds")) {
      return new Decision(ACCOUNT, detail);
    }
    if (code.startsWith("review_")) {
      return new Decision("review", detail);
    }
    if (code.startsWith("action_")) {
      return new Decision("time", detail);
    }
    String declineCode = failure.declineCode();
    return new Decision(
        CHANNEL, declineCode == null ? detail : detail + " (" + TellStory.words(declineCode) + ")");
  }

  private Optional<String> assessed() {
    return facts.assessment().map((Assessment it) -> TellStory.assessed(it, facts.reader()));
  }

  private Optional<Attempt> lastAttempt() {
    return facts.attempts().stream().reduce((_, later) -> later);
  }

  private String reason() {
    return facts.transitions().isEmpty()
        ? TellStory.words(payment.status().wireName())
        : TellStory.words(facts.reader().reasonOf(lastMove()));
  }

  private Transition lastMove() {
    return facts.transitions().getLast();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
