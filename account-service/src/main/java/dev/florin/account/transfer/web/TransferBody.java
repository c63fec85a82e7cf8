package dev.florin.account.transfer.web;

import dev.florin.web.json.AmountText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A request for a transfer as it is sent; nothing of it has been checked.
 *
 * @param transferId made up by the platform if it is not sent
 * @param idempotencyKey in place of the header, for clients that cannot set one
 * @param amount the amount's text, exactly as it was sent
 * @param toUser the payee of all of it; excludes {@code destinations}
 */
record TransferBody(
    @Schema(pattern = RequestReader.NAME_PATTERN) @Nullable String transferId,
    @Schema(pattern = RequestReader.NAME_PATTERN, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String fromUser,
    @Schema(pattern = RequestReader.NAME_PATTERN) @Nullable String toUser,
    @Nullable List<@Nullable Destination> destinations,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(using = AmountText.class)
        @Nullable String amount,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String currency,
    @Schema(maxLength = RequestReader.MAX_DESCRIPTION) @Nullable String description,
    @Nullable String idempotencyKey) {

  /**
   * One payee with exactly one of amount, percentage and remaining.
   *
   * @param percentage the number's text, exactly as it was sent
   * @param currency only the transfer's own
   */
  @Schema(name = "DestinationRequest")
  record Destination(
      @Schema(pattern = RequestReader.NAME_PATTERN, requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String toUser,
      @JsonDeserialize(using = AmountText.class) @Nullable String amount,
      @JsonDeserialize(using = AmountText.class) @Nullable String percentage,
      @Nullable Boolean remaining,
      @Nullable String currency) {}
}
