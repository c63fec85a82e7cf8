package dev.florin.payment.operation;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.money.Money;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to a payment. Immutable: a step answers with a copy that holds what it
 * learned, and {@link Operations} decides whether that copy still counts.
 *
 * @param amount how much of the payment it is about
 * @param finalCapture whether what a capture leaves is set free
 * @param parts the attempts that it applies to, and how much of each
 * @param countsAttempt the earlier attempt that the channel approved after it had been given up, if
 *     that is what this operation counts: nothing is sent for it
 * @param resumptions how often it was taken up again; it fences off a worker whose lease has passed
 * @param tries how often it was given back with its outcome open
 * @param requestedBy who asked for it
 */
public record Operation(
    Id id,
    Payment.Id paymentId,
    Kind kind,
    Money amount,
    boolean finalCapture,
    @Nullable String reason,
    List<Part> parts,
    @Nullable String countsAttempt,
    Status status,
    int resumptions,
    int tries,
    @Nullable Charge charge,
    @Nullable Failure failure,
    @Nullable String declineCode,
    String requestedBy,
    Trace trace,
    Instant createdAt,
    Instant updatedAt) {

  /** The internal identity: attempts, postings and settlements are named after it. */
  public record Id(UUID value) {

    /** A new id, ordered by time. */
    public static Id next() {
      return new Id(UuidCreator.getTimeOrderedEpoch());
    }

    /** The id of a step's remote call: the same whenever the step is repeated. */
    String step(String name) {
      return value + ":" + name;
    }

    /** The id of the attempt for that part, from 1. */
    String attempt(int part) {
      return value + "_" + part;
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * A part of an operation.
   *
   * @param ofAttempt the attempt that it applies to
   * @param amount how much of it
   * @param number of the attempt that is made for it, where another one may be made once an earlier
   *     one was surely not sent; from 1
   */
  record Part(String ofAttempt, Money amount, int number, Progress progress) {

    /** One for which nothing has been done yet. */
    Part(String ofAttempt, Money amount) {
      this(ofAttempt, amount, 1, Progress.OPEN);
    }

    /** This part under the attempt of that number. */
    Part numbered(int newNumber) {
      return new Part(ofAttempt, amount, newNumber, progress);
    }

    /** This part, of which the channel told that. */
    Part told(Progress told) {
      return new Part(ofAttempt, amount, number, told);
    }

    boolean isDone() {
      return progress == Progress.DONE;
    }

    boolean isRefused() {
      return progress == Progress.REFUSED;
    }
  }

  /** What the channel told of a part. */
  enum Progress {
    /** Nothing final. */
    OPEN,
    /** It was done. */
    DONE,
    /** It was refused, or not sent: the operation is what the other parts are. */
    REFUSED
  }

  /** What is done. */
  public enum Kind {
    /** A part of what was authorised is taken. */
    CAPTURE("cap_"),
    /** What was authorised is given up, since the merchant says so. */
    VOID("void_"),
    /** What was authorised is given up, since its time has passed. */
    EXPIRY("exp_"),
    /** A part of what was captured is given back. */
    REFUND("re_"),
    /** A charge of a payment that has failed is given back: it was approved too late. */
    LATE_REFUND("re_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** The name in the database and in telemetry. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it stands. */
  public enum Status {
    PENDING,
    SUCCEEDED,
    FAILED;

    /** The name on the wire and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The name by which merchants know it. */
  public String publicId() {
    return kind.prefix + id;
  }

  boolean isLive() {
    return status != Status.FAILED;
  }

  boolean isPending() {
    return status == Status.PENDING;
  }

  /** The attempt that took what this capture is about. */
  String captureAttempt() {
    return countsAttempt == null ? id.attempt(1) : countsAttempt;
  }

  /** The attempt that is made at the channel, where there is one part. */
  public String attempt() {
    int number = parts.getFirst().number();
    return switch (kind) {
      case VOID, EXPIRY -> paymentId.voidAttempt(number);
      case CAPTURE, REFUND, LATE_REFUND -> id.attempt(number);
    };
  }

  /** Whether it ends the payment's time of being captured. */
  boolean isEnding() {
    return switch (kind) {
      case CAPTURE -> finalCapture;
      case VOID, EXPIRY -> true;
      case REFUND, LATE_REFUND -> false;
    };
  }

  /** This operation, which counts what the channel did under that attempt. */
  Operation counting(String attemptId) {
    return new Operation(
        id,
        paymentId,
        kind,
        amount,
        finalCapture,
        reason,
        parts,
        attemptId,
        status,
        resumptions,
        tries,
        charge,
        failure,
        declineCode,
        requestedBy,
        trace,
        createdAt,
        updatedAt);
  }

  /** This operation with what the channel told. */
  Operation charged(@Nullable Charge result, @Nullable String channelsCode) {
    return with(result, failure, channelsCode);
  }

  /** This operation with what the channel told of that part. */
  Operation with(int index, Part part) {
    List<Part> changed = new ArrayList<>(parts);
    changed.set(index, part);
    return with(amount, changed);
  }

  /** This operation, which is no more than what the channel did of it. */
  Operation reducedToDone() {
    return with(
        parts.stream().filter(Part::isDone).map(Part::amount).reduce(Money::plus).orElseThrow(),
        parts.stream().map(it -> it.isDone() ? it : it.told(Progress.REFUSED)).toList());
  }

  private Operation with(Money newAmount, List<Part> newParts) {
    return new Operation(
        id,
        paymentId,
        kind,
        newAmount,
        finalCapture,
        reason,
        List.copyOf(newParts),
        countsAttempt,
        status,
        resumptions,
        tries,
        charge,
        failure,
        declineCode,
        requestedBy,
        trace,
        createdAt,
        updatedAt);
  }

  /** This operation with the reason of its failure. */
  Operation failedFor(Failure reason) {
    return with(charge, reason, declineCode);
  }

  private Operation with(
      @Nullable Charge newCharge, @Nullable Failure newFailure, @Nullable String newDeclineCode) {
    return new Operation(
        id,
        paymentId,
        kind,
        amount,
        finalCapture,
        reason,
        parts,
        countsAttempt,
        status,
        resumptions,
        tries,
        newCharge,
        newFailure,
        newDeclineCode,
        requestedBy,
        trace,
        createdAt,
        updatedAt);
  }
}
