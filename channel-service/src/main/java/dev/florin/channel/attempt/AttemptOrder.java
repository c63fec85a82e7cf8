package dev.florin.channel.attempt;

import dev.florin.channel.channel.Instruction;
import dev.florin.channel.channel.Operation;
import dev.florin.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is to do; an attempt id belongs to one content for ever.
 *
 * @param id the attempt id, such as {@code {payment}_1}, also our reference at the provider
 * @param operation what is to be done
 * @param ofAttempt the attempt that it applies to; null for charges and authorisations
 * @param paymentUuid the payment
 * @param merchantId whose payment it is
 * @param amount how much
 * @param paymentMethod the rail, such as {@code credit_card}
 * @param paymentToken the card's token; never a card number
 */
public record AttemptOrder(
    String id,
    Operation operation,
    @Nullable String ofAttempt,
    UUID paymentUuid,
    String merchantId,
    Money amount,
    String paymentMethod,
    @Nullable String paymentToken) {

  Instruction toInstruction() {
    return new Instruction(id, operation, amount, paymentMethod, paymentToken, ofAttempt);
  }
}
