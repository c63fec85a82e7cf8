package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentHistory.Transition;
import dev.florin.payment.timeline.Neighbours.Assessment;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Neighbours.Ledger;
import dev.florin.payment.timeline.Neighbours.Notification;
import dev.florin.payment.timeline.Neighbours.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is known of a payment, who kept silent, and who is told. */
record Facts(
    Reader reader,
    Payment payment,
    List<Transition> transitions,
    List<DoneOperations.Done> operations,
    List<WrittenEvents.Event> events,
    Reply<Optional<Assessment>> risk,
    Reply<Ledger> account,
    Reply<List<Attempt>> channel,
    Reply<List<Notification>> notification) {

  Optional<Assessment> assessment() {
    return risk.orElse(Optional.empty());
  }

  Ledger ledger() {
    return account.orElse(Ledger.EMPTY);
  }

  List<Attempt> attempts() {
    return channel.orElse(List.of());
  }

  List<Notification> notifications() {
    return notification.orElse(List.of());
  }

  List<String> silent() {
    List<String> silent = new ArrayList<>();
    note(silent, risk, Services.RISK);
    note(silent, account, Services.ACCOUNT);
    note(silent, channel, Services.CHANNEL);
    note(silent, notification, Services.NOTIFICATION);
    return silent;
  }

  private static void note(List<String> silent, Reply<?> reply, String service) {
    if (reply instanceof Reply.Silent<?>) {
      silent.add(service);
    }
  }
}
