package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentHistory.Transition;
import dev.florin.web.security.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Whom a story is told. A merchant is told all. A payer is told neither what would teach the risk
 * rules nor who decided for the merchant or the platform, and in which words.
 */
record Reader(Caller caller) {

  /** Whether nothing is kept from the reader. */
  boolean knowsAll() {
    return caller.kind() == Caller.Kind.MERCHANT;
  }

  /** Who did something; null if the reader is not told. */
  @Nullable String nameOf(String actor) {
    return knowsAll()
            || actor.equals(caller.subject())
            || actor.equals(caller.merchantId())
            || Services.ALL.contains(actor)
        ? actor
        : null;
  }

  /** Why a payment moved; of a person's decision a payer learns only which it was. */
  String reasonOf(Transition move) {
    String reason = move.reason();
    int words = reason.indexOf(':');
    return knowsAll() || move.from() != Status.REQUIRES_REVIEW || words < 0
        ? reason
        : reason.substring(0, words);
  }
}
