package dev.florin.payment.reconciliation.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.payment.reconciliation.ReconciliationCase;
import dev.florin.payment.reconciliation.ReconciliationCase.Closing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A case as operators see it; every field is always there. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CaseDocument(
    String caseId,
    @Schema(implementation = ReconciliationCase.Kind.class) String kind,
    @Schema(implementation = ReconciliationCase.Status.class) String status,
    UUID paymentUuid,
    String merchantId,
    String paymentId,
    @Nullable String attemptId,
    @Nullable String channel,
    Map<String, @Nullable String> detail,
    @Nullable String traceId,
    Instant openedAt,
    @Nullable Instant closedAt,
    @Nullable String closedBy,
    @Nullable String closeReason) {

  static CaseDocument of(ReconciliationCase found) {
    Closing closing = found.closing();
    return new CaseDocument(
        found.id(),
        found.kind().wireName(),
        found.status().wireName(),
        found.paymentUuid(),
        found.merchantId(),
        found.paymentId(),
        found.attemptId(),
        found.channel(),
        found.detail(),
        found.traceId(),
        found.openedAt(),
        closing == null ? null : closing.at(),
        closing == null ? null : closing.actor(),
        closing == null ? null : closing.reason());
  }
}
