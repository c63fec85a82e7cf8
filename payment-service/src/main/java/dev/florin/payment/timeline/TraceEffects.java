package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentHistory.Transition;
import dev.florin.payment.timeline.DoneOperations.Done;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Neighbours.Hold;
import dev.florin.payment.timeline.Neighbours.Transfer;
import java.util.List;

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
    List<Transition> moves,
    List<Done> operations,
    List<Transfer> transfers,
    List<Hold> holds,
    List<Attempt> attempts,
    List<String> incomplete) {}
