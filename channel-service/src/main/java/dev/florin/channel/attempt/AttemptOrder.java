package dev.florin.channel.attempt;

import dev.florin.channel.channel.Charge;
import dev.florin.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is to charge; an attempt id belongs to one content for ever.
 *
 * @param id the attempt id, {@code {payment}_1}, also our reference at the provider
 * @param paymentUuid the payment
 * @param merchantId whose payment it is
 * @param amount how much
 * @param paymentMethod the rail, such as {@code credit_card}
 * @param paymentToken the card's token; never a card number
 */
public record AttemptOrder(
    String id,
    UUID paymentUuid,
    String merchantId,
    Money amount,
    String paymentMethod,
    @Nullable String paymentToken) {

  Charge toCharge() {
    return new Charge(id, amount, paymentMethod, paymentToken);
  }
}
