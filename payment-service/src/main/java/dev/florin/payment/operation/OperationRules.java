package dev.florin.payment.operation;

import dev.florin.money.Money;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.operation.Operation.Progress;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentError;
import dev.florin.web.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What may be done to a payment, given what was done and is being done to it. Whoever asks holds
 * the payment's lock, so that no two answers are based on the same past.
 */
final class OperationRules {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Payment payment;
  private final List<Operation> all;
  private final List<Operation> live;

  OperationRules(Payment payment, List<Operation> operations) {
    this.payment = payment;
    this.all = operations;
    this.live = operations.stream().filter(Operation::isLive).toList();
  }

  /**
   * What a capture may be about: pending and succeeded captures together never exceed what was
   * authorised, and nothing is captured beside a capture, void or expiry that ends it all.
   *
   * @param amount null for all that is left
   * @param past whether the time to capture has passed
   */
  List<Part> capture(@Nullable Money amount, boolean last, boolean past) {
    requireStatus("captured", EnumSet.of(Status.REQUIRES_CAPTURE));
    requireNone(operation -> operation.isPending() && operation.isEnding());
    if (past) {
      throw problem(PaymentError.INVALID_STATE, "the time to capture this payment has passed");
    }
    if (last) {
      requireNone(operation -> operation.isPending() && operation.kind() == Kind.CAPTURE);
    }
    return List.of(
        new Part(
            payment.id().attempt(),
            within(capturable(), amount, PaymentError.CAPTURE_EXCEEDS_AUTHORIZED)));
  }

  /** Whether what the channel captured can still be captured here too. */
  boolean hasRoomFor(Money captured) {
    return payment.status() == Status.REQUIRES_CAPTURE
        && live.stream().noneMatch(it -> it.isPending() && it.isEnding())
        && capturable().compareTo(captured) >= 0;
  }

  /**
   * Whether what the channel gave back after it had been believed not to may be posted. What was
   * admitted or posted goes before; of those that only wait to be counted, the older one.
   */
  Room roomFor(Operation counted) {
    List<Operation> before =
        live.stream()
            .filter(it -> it.kind() == Kind.REFUND && !it.id().equals(counted.id()))
            .filter(it -> it.countsAttempt() == null || !it.isPending() || isOlder(it, counted))
            .toList();
    Money left = captured().minus(sum(before));
    if (left.compareTo(counted.amount()) >= 0) {
      return Room.ENOUGH;
    }
    Money open = sum(before.stream().filter(Operation::isPending).toList()).plus(pendingCaptures());
    return left.plus(open).compareTo(counted.amount()) >= 0 ? Room.PERHAPS : Room.TOO_LITTLE;
  }

  /** Whether there is room for a refund. */
  enum Room {
    ENOUGH,
    /** If another refund fails, or an open capture succeeds. */
    PERHAPS,
    TOO_LITTLE
  }

  /** What was captured, as far as these operations tell. */
  private Money captured() {
    return payment.isManual()
        ? sum(Kind.CAPTURE).minus(pendingCaptures())
        : payment.funds().captured();
  }

  private Money pendingCaptures() {
    return sum(live.stream().filter(it -> it.kind() == Kind.CAPTURE && it.isPending()).toList());
  }

  private static boolean isOlder(Operation one, Operation other) {
    return one.id().toString().compareTo(other.id().toString()) < 0;
  }

  /** Whether a void may begin. */
  boolean isVoidable() {
    return payment.status() == Status.REQUIRES_CAPTURE
        && live.stream().noneMatch(Operation::isPending)
        && sum(Kind.CAPTURE).minorUnits() == 0;
  }

  /** What a void is about: the whole authorisation, of which nothing may have been captured. */
  List<Part> cancel() {
    requireStatus("voided", EnumSet.of(Status.REQUIRES_CAPTURE));
    requireNone(Operation::isPending);
    if (sum(Kind.CAPTURE).minorUnits() > 0) {
      throw problem(
          PaymentError.INVALID_STATE,
          "a payment that is requires_capture and was captured in part cannot be voided; capture a"
              + " last part with final_capture, or let it expire; it may become: succeeded");
    }
    return List.of(rest());
  }

  /** Whether the payment is to be ended because its time has passed; nothing may be open. */
  boolean expires() {
    return payment.status() == Status.REQUIRES_CAPTURE
        && live.stream().noneMatch(Operation::isPending);
  }

  /**
   * What is left of the authorisation. It is given up under an attempt that no earlier void or
   * expiry has used, be it one that failed; not at the channel, if nothing is left there.
   */
  Part rest() {
    int used =
        all.stream()
            .filter(it -> it.kind() == Kind.VOID || it.kind() == Kind.EXPIRY)
            .flatMap(it -> it.parts().stream())
            .mapToInt(Part::number)
            .max()
            .orElse(0);
    Money there = capturable();
    return there.minorUnits() > 0
        ? new Part(payment.id().attempt(), there).numbered(used + 1)
        : new Part(payment.id().attempt(), payment.terms().amount().minus(sum(Kind.CAPTURE)))
            .numbered(used + 1)
            .told(Progress.DONE);
  }

  /**
   * What a refund is about: pending and succeeded refunds together never exceed what was captured.
   *
   * @param amount null for all that is left
   */
  List<Part> refund(@Nullable Money amount) {
    boolean captured = payment.funds().captured().minorUnits() > 0;
    if (!captured) {
      throw payment.refuse("refunded", EnumSet.of(Status.SUCCEEDED));
    }
    Money left = payment.funds().captured().minus(sum(Kind.REFUND));
    return allot(within(left, amount, PaymentError.REFUND_EXCEEDS_CAPTURED));
  }

  /** One capture that has room for it all, else as many as it takes, the oldest first. */
  private List<Part> allot(Money amount) {
    Map<String, Money> room = room();
    for (Map.Entry<String, Money> captured : room.entrySet()) {
      if (captured.getValue().compareTo(amount) >= 0) {
        return List.of(new Part(captured.getKey(), amount));
      }
    }
    List<Part> parts = new ArrayList<>();
    Money missing = amount;
    for (Map.Entry<String, Money> captured : room.entrySet()) {
      Money part = captured.getValue().compareTo(missing) < 0 ? captured.getValue() : missing;
      if (part.minorUnits() > 0) {
        parts.add(new Part(captured.getKey(), part));
        missing = missing.minus(part);
      }
    }
    if (missing.minorUnits() > 0) {
      throw exceeded(PaymentError.REFUND_EXCEEDS_CAPTURED, amount.minus(missing));
    }
    return parts;
  }

  /** What may still be given back of each attempt that took money. */
  private Map<String, Money> room() {
    Map<String, Money> room = new LinkedHashMap<>();
    if (payment.isManual()) {
      live.stream()
          .filter(it -> it.kind() == Kind.CAPTURE && !it.isPending())
          .forEach(it -> room.put(it.captureAttempt(), it.amount()));
    } else {
      room.put(payment.id().attempt(), payment.funds().captured());
    }
    live.stream()
        .filter(it -> it.kind() == Kind.REFUND)
        .flatMap(it -> it.parts().stream())
        .filter(part -> !part.isRefused())
        .forEach(
            part ->
                room.computeIfPresent(part.ofAttempt(), (_, left) -> left.minus(part.amount())));
    return room;
  }

  private Money within(Money left, @Nullable Money amount, PaymentError exceeded) {
    Money wanted = amount == null ? left : amount;
    if (left.minorUnits() <= 0 || wanted.compareTo(left) > 0) {
      throw exceeded(exceeded, left);
    }
    return wanted;
  }

  private ProblemException exceeded(PaymentError error, Money left) {
    Money shown = left.minorUnits() < 0 ? new Money(0, left.currency()) : left;
    return problem(error, error.detail() + ": " + shown.toDecimalString()).param("amount");
  }

  /** What the channel may still capture. What it gave back at once, it had captured before. */
  private Money capturable() {
    return payment
        .terms()
        .amount()
        .minus(sum(Kind.CAPTURE))
        .minus(sum(all.stream().filter(it -> it.kind() == Kind.LATE_REFUND).toList()));
  }

  private Money sum(Kind kind) {
    return sum(live.stream().filter(operation -> operation.kind() == kind).toList());
  }

  private Money sum(List<Operation> operations) {
    return operations.stream()
        .map(Operation::amount)
        .reduce(new Money(0, payment.terms().amount().currency()), Money::plus);
  }

  private void requireStatus(String done, Set<Status> from) {
    if (!from.contains(payment.status())) {
      throw payment.refuse(done, from);
    }
  }

  private void requireNone(Predicate<Operation> inTheWay) {
    if (live.stream().anyMatch(inTheWay)) {
      throw problem(PaymentError.OPERATION_IN_PROGRESS, PaymentError.OPERATION_IN_PROGRESS.detail())
          .retryAfter(RETRY_AFTER);
    }
  }

  private ProblemException problem(PaymentError error, String detail) {
    return new ProblemException(error, detail)
        .paymentId(payment.terms().paymentId())
        .paymentStatus(payment.status().wireName());
  }
}
