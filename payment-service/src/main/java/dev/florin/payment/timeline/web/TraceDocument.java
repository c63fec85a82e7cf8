package dev.florin.payment.timeline.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.payment.timeline.DoneOperations.Done;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Neighbours.Hold;
import dev.florin.payment.timeline.Neighbours.Transfer;
import dev.florin.payment.timeline.TraceEffects;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a trace did, as the caller may see it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TraceDocument(
    String traceId,
    List<PaymentDocument> payments,
    List<Move> moves,
    List<Operation> operations,
    List<Transfer> transfers,
    List<Hold> holds,
    List<Attempt> attempts,
    List<String> incomplete) {

  /** A payment's move. */
  @Schema(name = "TracedMove")
  record Move(
      String paymentId,
      String from,
      String to,
      String reason,
      @Nullable String actor,
      Instant at) {}

  /** A capture, void, expiry or refund. */
  @Schema(name = "TracedOperation")
  record Operation(
      String operationId,
      String paymentId,
      String kind,
      String amount,
      String currency,
      String status,
      Instant createdAt,
      Instant updatedAt) {}

  static TraceDocument of(TraceEffects effects) {
    Map<UUID, String> names =
        effects.payments().stream()
            .collect(Collectors.toMap(it -> it.id().value(), it -> it.terms().paymentId()));
    return new TraceDocument(
        effects.traceId(),
        effects.payments().stream().map((Payment it) -> PaymentDocument.of(it)).toList(),
        effects.moves().stream().map(move -> move(move, names)).toList(),
        effects.operations().stream().map(done -> operation(done, names)).toList(),
        effects.transfers(),
        effects.holds(),
        effects.attempts(),
        effects.incomplete());
  }

  private static Operation operation(Done done, Map<UUID, String> names) {
    return new Operation(
        done.publicId(),
        names.getOrDefault(done.paymentUuid(), done.paymentUuid().toString()),
        done.kind(),
        done.amount().toDecimalString(),
        done.amount().currencyCode(),
        done.status(),
        done.createdAt(),
        done.updatedAt());
  }

  private static Move move(TraceEffects.Move move, Map<UUID, String> names) {
    return new Move(
        names.getOrDefault(move.paymentUuid(), move.paymentUuid().toString()),
        move.from().wireName(),
        move.to().wireName(),
        move.reason(),
        move.actor(),
        move.at());
  }
}
