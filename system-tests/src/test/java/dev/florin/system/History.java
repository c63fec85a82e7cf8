package dev.florin.system;

import dev.florin.system.PaymentApi.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client asked for and what it was told, whatever happened meanwhile. */
final class History {

  /**
   * One request under one key, however often it was sent.
   *
   * @param paymentId the payment that the answers name; empty until one does
   * @param heard what each request was answered; a request that is under way adds nothing yet
   * @param requests how many were sent
   */
  record Sent(
      String key,
      Asked asked,
      AtomicReference<String> paymentId,
      List<Heard> heard,
      AtomicInteger requests) {

    /** Whether a client that knows only this history must reckon with what it asked for. */
    boolean mayBeThere() {
      return heard.size() < requests.get()
          || heard.stream().anyMatch(answer -> answer != Heard.NOT_TAKEN);
    }

    /** The end that the client was told, or null. */
    @Nullable Heard end() {
      return heard.stream().filter(Heard::isFinal).findFirst().orElse(null);
    }
  }

  private final Queue<Sent> all = new ConcurrentLinkedQueue<>();
  private final Set<String> codes = ConcurrentHashMap.newKeySet();

  /** Sends a new payment of USD and writes down what comes of it. */
  Sent pay(PaymentApi api, String user, long cents, @Nullable String token) {
    return send(api, new Asked.Payment(user, cents, token, false));
  }

  /** Sends a new request and writes down what comes of it. */
  Sent send(PaymentApi api, Asked asked) {
    Sent sent = begin(asked);
    repeat(api, sent);
    return sent;
  }

  /** Notes a payment that is about to be sent. */
  Sent begin(String user, long cents, @Nullable String token) {
    return begin(new Asked.Payment(user, cents, token, false));
  }

  /** Notes a request that is about to be sent. */
  Sent begin(Asked asked) {
    Sent sent =
        new Sent(
            UUID.randomUUID().toString(),
            asked,
            new AtomicReference<>(""),
            new CopyOnWriteArrayList<>(),
            new AtomicInteger());
    all.add(sent);
    return sent;
  }

  /** Sends a request under its key, once more if it was sent before. */
  @Nullable Answer repeat(PaymentApi api, Sent sent) {
    sent.requests().incrementAndGet();
    try {
      Answer answer = sent.asked().send(api, sent.key());
      if (!answer.field("payment_id").isEmpty()) {
        sent.paymentId().set(answer.field("payment_id"));
      }
      sent.heard().add(Heard.in(answer));
      codes.add(answer.field("code"));
      return answer;
    } catch (AssertionError lost) {
      if (!(lost.getCause() instanceof IOException)) {
        throw lost;
      }
      sent.heard().add(Heard.UNKNOWN);
      return null;
    }
  }

  List<Sent> all() {
    return List.copyOf(all);
  }

  /** How many requests have been heard of in that way, whatever else was heard of them. */
  long count(Heard heard) {
    return all.stream().filter(sent -> sent.heard().contains(heard)).count();
  }

  /** The codes of all problems that were answered. */
  Set<String> codes() {
    return codes.stream().filter(code -> !code.isEmpty()).collect(Collectors.toUnmodifiableSet());
  }

  static String amount(long cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }
}
