package dev.florin.account.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as clients see it. Every field is always there; amounts are decimal strings in major
 * units with the currency's digits.
 *
 * @param toUser the payee, if there is one only
 * @param declineCode the code of the error that it failed with
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TransferDocument(
    String transferId,
    String merchantId,
    String fromUser,
    @Nullable String toUser,
    List<Destination> destinations,
    String amount,
    String currency,
    @Nullable String description,
    @Schema(implementation = UserTransfer.Status.class) String status,
    @Nullable String declineCode,
    Instant createdAt,
    Instant updatedAt,
    @Nullable String traceId) {

  /** Who gets how much. */
  public record Destination(String toUser, String amount) {}

  /** The document of a transfer. */
  public static TransferDocument of(UserTransfer transfer) {
    UserTransfer.Terms terms = transfer.terms();
    List<Share> shares = terms.shares();
    Failure failure = transfer.failure();
    return new TransferDocument(
        terms.transferId(),
        terms.merchantId(),
        terms.fromUser(),
        shares.size() == 1 ? shares.getFirst().toUser() : null,
        shares.stream()
            .map(share -> new Destination(share.toUser(), share.amount().toDecimalString()))
            .toList(),
        terms.amount().toDecimalString(),
        terms.amount().currencyCode(),
        terms.description(),
        transfer.status().wireName(),
        failure == null ? null : failure.code(),
        transfer.createdAt(),
        transfer.updatedAt(),
        transfer.trace().traceId());
  }
}
