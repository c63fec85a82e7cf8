package dev.florin.account.transfer.web;

import dev.florin.web.json.AmountText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A request for a transfer as it is sent; nothing of it has been checked.
 *
 * @param amount the amount's text, exactly as it was sent
 * @param toUser the payee of all of it; excludes {@code destinations}
 */
record TransferBody(
    @Nullable String transferId,
    @Nullable String fromUser,
    @Nullable String toUser,
    @Nullable List<@Nullable Destination> destinations,
    @JsonDeserialize(using = AmountText.class) @Nullable String amount,
    @Nullable String currency,
    @Nullable String description,
    @Nullable String idempotencyKey) {

  /**
   * One payee with exactly one of amount, percentage and remaining.
   *
   * @param percentage the number's text, exactly as it was sent
   * @param currency only the transfer's own
   */
  record Destination(
      @Nullable String toUser,
      @JsonDeserialize(using = AmountText.class) @Nullable String amount,
      @JsonDeserialize(using = AmountText.class) @Nullable String percentage,
      @Nullable Boolean remaining,
      @Nullable String currency) {}
}
