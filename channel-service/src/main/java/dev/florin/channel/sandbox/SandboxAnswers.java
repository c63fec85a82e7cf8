package dev.florin.channel.sandbox;

import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Instruction;
import dev.florin.channel.channel.Operation;
import dev.florin.channel.sandbox.SandboxPspClient.Answer;
import dev.florin.money.InvalidMoneyException;
import dev.florin.money.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the provider's answers; what is not clearly an outcome of our order is unknown. */
final class SandboxAnswers {

  static final Unknown UNUSABLE =
      new Unknown("The channel gave no usable answer; the outcome is being asked for.");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern ADDRESS = Pattern.compile("https?://[\\x21-\\x7e]{1,500}");

  /** No honest amount is longer; a number such as 1e999999999 must not be written out. */
  private static final int MAX_DIGITS = 18;

  private static final String OTHER_REASON = "card_declined";

  private static final Set<String> DECLINE_CODES =
      Set.of(
          OTHER_REASON,
          "insufficient_funds",
          "expired_card",
          "processing_error",
          "authentication_failed",
          "canceled");

  private SandboxAnswers() {}

  static ChannelResult read(Instruction instruction, @Nullable Answer answer) {
    if (answer == null || answer.id() == null || !ID.matcher(answer.id()).matches()) {
      return UNUSABLE;
    }
    if (!instruction.reference().equals(answer.reference())) {
      return new Unknown("The channel answered about something else; a person must look.");
    }
    Optional<Money> confirmed = confirmed(answer);
    if (confirmed.isEmpty()) {
      return UNUSABLE;
    }
    if (!confirmed.get().equals(instruction.amount())) {
      return new Mismatched(answer.id(), confirmed.get(), "approved".equals(answer.status()));
    }
    return switch (answer.status()) {
      case "approved" -> new Approved(answer.id());
      case "declined" ->
          new Declined(declineCode(instruction.operation(), answer.declineCode()), answer.id());
      case "pending" -> new Pending(answer.id());
      case "requires_action" -> requiresAction(answer.id(), answer.nextAction());
      case null, default -> UNUSABLE;
    };
  }

  private static Optional<Money> confirmed(Answer answer) {
    BigDecimal amount = answer.amount();
    String currency = answer.currency();
    if (amount == null
        || currency == null
        || amount.signum() < 0
        || amount.precision() > MAX_DIGITS
        || Math.abs(amount.scale()) > MAX_DIGITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(Money.ofMinor(amount.longValueExact(), currency));
    } catch (ArithmeticException | InvalidMoneyException noAmount) {
      return Optional.empty();
    }
  }

  private static ChannelResult requiresAction(String id, Answer.@Nullable NextAction next) {
    if (next == null
        || next.url() == null
        || !"redirect".equals(next.type())
        || !ADDRESS.matcher(next.url()).matches()) {
      return UNUSABLE;
    }
    try {
      return new RequiresAction(id, new URI(next.url()));
    } catch (URISyntaxException noAddress) {
      return UNUSABLE;
    }
  }

  private static String declineCode(Operation operation, @Nullable String code) {
    return switch (operation) {
      case CHARGE, AUTHORISE -> code != null && DECLINE_CODES.contains(code) ? code : OTHER_REASON;
      case CAPTURE, VOID, REFUND -> operation.text() + "_declined";
    };
  }
}
