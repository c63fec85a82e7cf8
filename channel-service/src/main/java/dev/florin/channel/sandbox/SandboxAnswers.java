package dev.florin.channel.sandbox;

import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Charge;
import dev.florin.channel.sandbox.SandboxPspClient.ChargeAnswer;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the provider's answers; what is not clearly an outcome of our order is unknown. */
final class SandboxAnswers {

  static final Unknown UNUSABLE =
      new Unknown("The channel gave no usable answer; the outcome is being asked for.");

  private static final Logger LOG = LoggerFactory.getLogger(SandboxAnswers.class);

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final String OTHER_REASON = "card_declined";

  private static final Set<String> DECLINE_CODES =
      Set.of(OTHER_REASON, "insufficient_funds", "expired_card", "processing_error");

  private SandboxAnswers() {}

  static ChannelResult read(Charge charge, @Nullable ChargeAnswer answer) {
    if (answer == null || answer.id() == null || !ID.matcher(answer.id()).matches()) {
      return UNUSABLE;
    }
    if (!confirms(charge, answer)) {
      LOG.error("The channel confirms another charge than {}", charge.reference());
      return new Unknown("The channel confirms another amount or charge; a person must look.");
    }
    return switch (answer.status()) {
      case "approved" -> new Approved(answer.id());
      case "declined" -> new Declined(declineCode(answer.declineCode()), answer.id());
      case "pending" -> new Pending(answer.id());
      case null, default -> UNUSABLE;
    };
  }

  private static boolean confirms(Charge charge, ChargeAnswer answer) {
    return charge.reference().equals(answer.reference())
        && charge.amount().currencyCode().equals(answer.currency())
        && answer.amount() != null
        && BigDecimal.valueOf(charge.amount().minorUnits()).compareTo(answer.amount()) == 0;
  }

  private static String declineCode(@Nullable String code) {
    return code != null && DECLINE_CODES.contains(code) ? code : OTHER_REASON;
  }
}
