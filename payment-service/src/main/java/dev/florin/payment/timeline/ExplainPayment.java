package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentHistory;
import dev.florin.payment.timeline.DoneOperations.Done;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Finds out all that happened to a payment and tells it. */
@Service
public class ExplainPayment {

  private final PaymentHistory history;
  private final DoneOperations operations;
  private final WrittenEvents events;
  private final Neighbours neighbours;
  private final Together together;

  ExplainPayment(
      PaymentHistory history,
      DoneOperations operations,
      WrittenEvents events,
      Neighbours neighbours,
      Together together) {
    this.history = history;
    this.operations = operations;
    this.events = events;
    this.neighbours = neighbours;
    this.together = together;
  }

  /** The story as far as it can be told now. */
  public Story explain(Payment payment) {
    UUID uuid = payment.id().value();
    List<Done> done = operations.of(uuid);
    List<UUID> named = done.stream().map(Done::uuid).toList();
    var risk = together.ask(() -> neighbours.assessmentOf(uuid));
    var account = together.ask(() -> neighbours.ledgerOf(uuid, named));
    var channel = together.ask(() -> neighbours.attemptsOf(uuid));
    var notification = together.ask(() -> neighbours.notificationsOf(uuid));
    return TellStory.of(
        new Facts(
            payment,
            history.transitions(payment.id()),
            done,
            events.of(uuid),
            Together.await(risk),
            Together.await(account),
            Together.await(channel),
            Together.await(notification)));
  }
}
