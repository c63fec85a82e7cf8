package dev.florin.payment.timeline;

import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentHistory;
import dev.florin.payment.payment.PaymentHistory.Transition;
import dev.florin.payment.timeline.DoneOperations.Done;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Neighbours.Hold;
import dev.florin.payment.timeline.Neighbours.Ledger;
import dev.florin.payment.timeline.Neighbours.Reply;
import dev.florin.payment.timeline.Neighbours.Transfer;
import dev.florin.web.security.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Finds out what a trace did to money. A merchant sees what belongs to it; a user what belongs to
 * its own payments. A trace may hold work for others too: of that, nothing is told.
 */
@Service
public class ExplainTrace {

  /** How the ids of transfers and holds name the payment that they were made for. */
  private static final Pattern NAMED_AFTER = Pattern.compile("([0-9a-f-]{36}):.*");

  private final PaymentHistory history;
  private final DoneOperations operations;
  private final Neighbours neighbours;
  private final Together together;

  ExplainTrace(
      PaymentHistory history, DoneOperations operations, Neighbours neighbours, Together together) {
    this.history = history;
    this.operations = operations;
    this.neighbours = neighbours;
    this.together = together;
  }

  /** What the caller may see of it; a trace that nobody knows has no effects. */
  public TraceEffects explain(String traceId, Caller caller) {
    String merchantId = caller.requireMerchant();
    var account = together.ask(() -> neighbours.ledgerIn(traceId));
    var channel = together.ask(() -> neighbours.attemptsIn(traceId));
    Set<UUID> touched = new HashSet<>(history.touchedIn(traceId, merchantId));
    Reply<Ledger> told = Together.await(account);
    Ledger ledger = told.orElse(Ledger.EMPTY);
    Reply<List<Attempt>> tried = Together.await(channel);
    List<Attempt> attempts = tried.orElse(List.of());
    ledger.transfers().forEach(transfer -> namedBy(transfer.transferId()).ifPresent(touched::add));
    ledger.holds().forEach(hold -> namedBy(hold.holdId()).ifPresent(touched::add));
    attempts.forEach(attempt -> touched.add(attempt.paymentUuid()));

    List<Done> done = operations.in(traceId);
    done.forEach(operation -> touched.add(operation.paymentUuid()));
    Map<UUID, UUID> paymentOf =
        operations.named(touched).stream().collect(Collectors.toMap(Done::uuid, Done::paymentUuid));
    touched.addAll(paymentOf.values());

    Map<UUID, Payment> own =
        history.own(touched, merchantId, user(caller)).stream()
            .collect(Collectors.toMap(it -> it.id().value(), it -> it, (a, _) -> a, TreeMap::new));
    Set<UUID> seen = new HashSet<>(own.keySet());
    paymentOf.forEach(
        (operation, payment) -> {
          if (own.containsKey(payment)) {
            seen.add(operation);
          }
        });
    return new TraceEffects(
        traceId,
        List.copyOf(own.values()),
        moves(history.transitions(own.keySet(), traceId), new Reader(caller)),
        done.stream().filter(it -> own.containsKey(it.paymentUuid())).toList(),
        ledger.transfers().stream().filter(it -> isVisible(it, seen, caller)).toList(),
        ledger.holds().stream().filter(it -> isVisible(it, seen, caller)).toList(),
        attempts.stream().filter(it -> own.containsKey(it.paymentUuid())).toList(),
        silent(told, tried));
  }

  private static List<TraceEffects.Move> moves(List<Transition> transitions, Reader reader) {
    return transitions.stream()
        .map(
            move ->
                new TraceEffects.Move(
                    move.paymentUuid(),
                    move.from(),
                    move.to(),
                    reader.reasonOf(move),
                    reader.nameOf(move.actor()),
                    move.at()))
        .toList();
  }

  private static boolean isVisible(Transfer transfer, Set<UUID> seen, Caller caller) {
    return isVisible(transfer.transferId(), transfer.merchantId(), seen, caller);
  }

  private static boolean isVisible(Hold hold, Set<UUID> seen, Caller caller) {
    return isVisible(hold.holdId(), hold.merchantId(), seen, caller);
  }

  private static boolean isVisible(
      String id, @Nullable String owner, Set<UUID> seen, Caller caller) {
    return (caller.kind() == Caller.Kind.MERCHANT
            && owner != null
            && owner.equals(caller.merchantId()))
        || namedBy(id).filter(seen::contains).isPresent();
  }

  private static @Nullable String user(Caller caller) {
    return caller.kind() == Caller.Kind.MERCHANT ? null : caller.subject();
  }

  private static Optional<UUID> namedBy(String id) {
    Matcher named = NAMED_AFTER.matcher(id);
    return named.matches() ? uuid(named.group(1)) : Optional.empty();
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException _) {
      // Such an id names something else.
      return Optional.empty();
    }
  }

  private static List<String> silent(Reply<?> account, Reply<?> channel) {
    List<String> silent = new ArrayList<>();
    if (account instanceof Reply.Silent<?>) {
      silent.add(Services.ACCOUNT);
    }
    if (channel instanceof Reply.Silent<?>) {
      silent.add(Services.CHANNEL);
    }
    return silent;
  }
}
