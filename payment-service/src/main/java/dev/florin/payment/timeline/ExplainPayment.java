package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentHistory;
import dev.florin.payment.timeline.DoneOperations.Done;
import dev.florin.payment.timeline.Neighbours.Hold;
import dev.florin.payment.timeline.Neighbours.Ledger;
import dev.florin.payment.timeline.Neighbours.Reply;
import dev.florin.payment.timeline.Neighbours.Transfer;
import dev.florin.web.security.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Service;

/** Finds out all that happened to a payment and tells it. */
@Service
public class ExplainPayment {

  /** About how many operations account-service lets itself be asked at once. */
  private static final int MOST_OPERATIONS = 100;

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

  /** The story as far as it can be told now, and as the caller may know it. */
  public Story explain(Payment payment, Caller caller) {
    UUID uuid = payment.id().value();
    List<Done> done = operations.of(uuid);
    List<UUID> named = done.stream().map(Done::uuid).toList();
    var risk = together.ask(() -> neighbours.assessmentOf(uuid));
    var account =
        parts(named).stream()
            .map(part -> together.ask(() -> neighbours.ledgerOf(uuid, part)))
            .toList();
    var channel = together.ask(() -> neighbours.attemptsOf(uuid));
    var notification = together.ask(() -> neighbours.notificationsOf(uuid));
    return TellStory.of(
        new Facts(
            new Reader(caller),
            payment,
            history.transitions(payment.id()),
            done,
            events.of(uuid),
            Together.await(risk),
            joined(account.stream().map(it -> Together.await(it)).toList()),
            Together.await(channel),
            Together.await(notification)));
  }

  /** At least one part, since the payment itself is asked about with each. */
  private static List<List<UUID>> parts(List<UUID> operations) {
    return IntStream.rangeClosed(0, Math.max(0, operations.size() - 1) / MOST_OPERATIONS)
        .map(part -> part * MOST_OPERATIONS)
        .mapToObj(
            from -> operations.subList(from, Math.min(from + MOST_OPERATIONS, operations.size())))
        .toList();
  }

  /** All parts as one; without one of them the whole is not known. Parts tell some things twice. */
  private static Reply<Ledger> joined(List<Reply<Ledger>> parts) {
    Map<String, Transfer> transfers = new LinkedHashMap<>();
    Map<String, Hold> holds = new LinkedHashMap<>();
    for (Reply<Ledger> part : parts) {
      switch (part) {
        case Reply.Silent<Ledger> silent -> {
          return silent;
        }
        case Reply.Told<Ledger>(var ledger) -> {
          ledger.transfers().forEach(it -> transfers.putIfAbsent(it.transferId(), it));
          ledger.holds().forEach(it -> holds.putIfAbsent(it.holdId(), it));
        }
      }
    }
    return new Reply.Told<>(
        new Ledger(List.copyOf(transfers.values()), List.copyOf(holds.values())));
  }
}
