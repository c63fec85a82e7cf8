package dev.florin.risk.assessment;

import dev.florin.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The payment to assess; an assessment id belongs to one content for ever.
 *
 * @param id the caller's id of the assessment, {@code {payment}:risk}
 * @param merchantId whose payment it is
 * @param userId who pays
 * @param amount how much
 * @param paymentMethod the rail, such as {@code credit_card}
 * @param paymentToken the card's token; never a card number
 */
public record AssessmentOrder(
    String id,
    String merchantId,
    String userId,
    Money amount,
    String paymentMethod,
    @Nullable String paymentToken) {}
