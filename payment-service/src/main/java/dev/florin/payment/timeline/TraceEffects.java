package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.timeline.DoneOperations.Done;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Neighbours.Hold;
import dev.florin.payment.timeline.Neighbours.Transfer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a trace did to the money of one merchant, or of one of its users.
 *
 * @param payments those that it began, moved, or did something for
 * @param moves of these payments, in this trace
 * @param incomplete the services that did not answer
 */
public record TraceEffects(
    String traceId,
    List<Payment> payments,
    List<Move> moves,
    List<Done> operations,
    List<Transfer> transfers,
    List<Hold> holds,
    List<Attempt> attempts,
    List<String> incomplete) {

  /**
   * A payment's move, as the caller may know it.
   *
   * @param actor who made it; null if the caller is not told
   */
  public record Move(
      UUID paymentUuid,
      Status from,
      Status to,
      String reason,
      @Nullable String actor,
      Instant at) {}
}
