package dev.florin.payment.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.money.Money;
import dev.florin.web.problem.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A merchant's request for money, and how far it has come. Immutable: a step answers with a copy
 * that holds what it learned, and {@link Payments} decides whether that copy still counts.
 *
 * @param version counts the moves, without gaps; a move is made from a known version only
 * @param resumptions how often the saga was taken up again; it fences off a worker whose lease has
 *     passed
 * @param tries how often it was given back with its outcome open, but for the times when a client
 *     cut the pause short; the next pause depends on it
 * @param abandonedFor the reason why the deduction is being reversed, once nothing else may happen
 *     to this payment
 * @param funds what was captured and given back, and what may still be captured
 */
public record Payment(
    Id id,
    Terms terms,
    Status status,
    int version,
    int resumptions,
    int tries,
    @Nullable Risk risk,
    @Nullable Charge charge,
    @Nullable Failure failure,
    @Nullable PaymentError abandonedFor,
    Funds funds,
    Trace trace,
    Instant createdAt,
    Instant updatedAt) {

  /** The internal identity: every step, attempt, event and ledger reference is named after it. */
  public record Id(UUID value) {

    /** A new id, ordered by time. */
    public static Id next() {
      return new Id(UuidCreator.getTimeOrderedEpoch());
    }

    /** The id of a step's remote call: the same whenever the step is repeated. */
    public String step(String name) {
      return value + ":" + name;
    }

    /** The id of the first, and only, try at a channel. */
    public String attempt() {
      return value + "_1";
    }

    /**
     * The id of an attempt that gives up what the first one authorised, or still waits for.
     *
     * @param number from 1; another one may be made once an earlier one was surely not sent
     */
    public String voidAttempt(int number) {
      return number == 1 ? value + "_void" : value + "_void_" + number;
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * What was asked for; it never changes.
   *
   * @param paymentId the external name, unique within the merchant
   */
  public record Terms(
      String merchantId,
      String paymentId,
      String userId,
      Money amount,
      Method method,
      CaptureMethod captureMethod,
      @Nullable String token,
      @Nullable String description,
      SortedMap<String, String> metadata) {}

  /** The rail on which a channel pays the third party. */
  public enum Method {
    CREDIT_CARD,
    DEBIT_CARD,
    WALLET,
    BANK_TRANSFER;

    /** The name on the wire and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The method of that name. */
    public static Optional<Method> of(String wireName) {
      return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
  }

  /** When the money is taken. */
  public enum CaptureMethod {
    /** With the payment itself. */
    AUTOMATIC,
    /** By captures that the merchant asks for, out of what was authorised. */
    MANUAL;

    /** The name on the wire and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The method of that name. */
    public static Optional<CaptureMethod> of(String wireName) {
      return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
  }

  /** Where a payment stands. The table of legal moves is the whole truth about its life. */
  public enum Status {
    CREATED,
    PROCESSING,
    REQUIRES_REVIEW,
    REQUIRES_ACTION,
    REQUIRES_CAPTURE,
    SUCCEEDED,
    FAILED,
    CANCELED,
    EXPIRED;

    private static final Map<Status, Set<Status>> MOVES = new EnumMap<>(Status.class);

    static {
      MOVES.put(CREATED, EnumSet.of(PROCESSING));
      MOVES.put(
          PROCESSING,
          EnumSet.of(SUCCEEDED, FAILED, REQUIRES_REVIEW, REQUIRES_ACTION, REQUIRES_CAPTURE));
      MOVES.put(REQUIRES_REVIEW, EnumSet.of(PROCESSING, FAILED));
      MOVES.put(REQUIRES_ACTION, EnumSet.of(PROCESSING, FAILED));
      MOVES.put(REQUIRES_CAPTURE, EnumSet.of(SUCCEEDED, CANCELED, EXPIRED));
    }

    /** The statuses a payment may move to from here. */
    public Set<Status> moves() {
      return MOVES.getOrDefault(this, Set.of());
    }

    /** Whether its saga has not come to its end: it runs, or waits for somebody. */
    public boolean isOpen() {
      return switch (this) {
        case CREATED, PROCESSING, REQUIRES_REVIEW, REQUIRES_ACTION -> true;
        case REQUIRES_CAPTURE, SUCCEEDED, FAILED, CANCELED, EXPIRED -> false;
      };
    }

    /** Whether nothing can happen any more. */
    public boolean isFinal() {
      return moves().isEmpty();
    }

    /** The name on the wire and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that name. */
    public static Optional<Status> of(String wireName) {
      return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
  }

  /** What the risk assessment said, or that the payment went on without one. */
  public record Risk(Decision decision, @Nullable String level, @Nullable Integer score) {

    /** A payment that goes on although no assessment could be had. */
    public static final Risk DEGRADED = new Risk(Decision.DEGRADED, null, null);

    /** The possible decisions. */
    public enum Decision {
      ALLOW,
      REVIEW,
      DENY,
      DEGRADED;

      String wireName() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * What the channel told about the charge.
   *
   * @param nextAction what the payer has to do, if the channel waits for that
   */
  public record Charge(
      @Nullable String channel,
      @Nullable String transactionId,
      @Nullable String message,
      @Nullable NextAction nextAction) {

    /** A charge that waits for nobody. */
    public Charge(
        @Nullable String channel, @Nullable String transactionId, @Nullable String message) {
      this(channel, transactionId, message, null);
    }
  }

  /**
   * What the payer has to do before the channel goes on, for example 3-D Secure.
   *
   * @param type how it is done: {@code redirect}
   * @param url where
   */
  public record NextAction(String type, @Nullable String url) {}

  /**
   * Why the payment failed.
   *
   * @param declineCode the channel's own code, when it was the channel that declined
   */
  public record Failure(PaymentError error, @Nullable String declineCode) {

    /** A failure that the error's own code says all about. */
    public Failure(PaymentError error) {
      this(error, null);
    }
  }

  /**
   * What became of the amount; derived from the captures and refunds.
   *
   * @param capturable what is neither captured nor being captured
   * @param captured what the third party has been paid
   * @param refunded what was given back of it
   * @param captureBefore until when it may be captured; null if it never had to be
   * @param eventSequence the number of the payment's last move or event; it only rises
   */
  public record Funds(
      Money capturable,
      Money captured,
      Money refunded,
      @Nullable Instant captureBefore,
      long eventSequence) {

    /** Those of a payment that has just been accepted. */
    public static Funds none(Money amount) {
      Money zero = new Money(0, amount.currency());
      return new Funds(zero, zero, zero, null, 1);
    }
  }

  /** The trace that caused the payment; both parts are null where nothing was traced. */
  public record Trace(@Nullable String traceId, @Nullable String traceparent) {}

  /** Whether its money is taken by captures of their own. */
  public boolean isManual() {
    return terms.captureMethod() == CaptureMethod.MANUAL;
  }

  /** Whether an earlier run of the saga may have reached any of its steps. */
  public boolean resumed() {
    return resumptions > 0;
  }

  /** This payment with the assessment's result. */
  public Payment assessed(Risk result) {
    return with(result, charge, failure, abandonedFor);
  }

  /** This payment with what the channel told. */
  public Payment charged(Charge result) {
    return with(risk, result, failure, abandonedFor);
  }

  /** This payment with the reason of its failure. */
  public Payment failedFor(Failure reason) {
    return with(risk, charge, reason, abandonedFor);
  }

  /** This payment, of which only the reversal is left to do. */
  public Payment abandoned(PaymentError reason) {
    return with(risk, charge, failure, reason);
  }

  /**
   * That the payment is not in a status in which something can be done to it.
   *
   * @param done what cannot be done, such as {@code captured}
   * @param from the statuses in which it can
   */
  public ProblemException refuse(String done, Set<Status> from) {
    return invalidState("cannot be %s, only one that is %s".formatted(done, wireNames(from)));
  }

  /**
   * Refuses a move that the table does not know.
   *
   * @throws ProblemException 409 {@code invalid_state}, naming the status and what it allows
   */
  public void requireMove(Status to) {
    if (!status.moves().contains(to)) {
      throw invalidState("cannot become " + to.wireName());
    }
  }

  /**
   * Refuses what may be done to a payment in one status only.
   *
   * @param verb what was to be done, such as "reviewed"
   * @throws ProblemException 409 {@code invalid_state}, naming the status and what it allows
   */
  public void requireStatus(Status needed, String verb) {
    if (status != needed) {
      throw invalidState("cannot be " + verb);
    }
  }

  private ProblemException invalidState(String refusal) {
    return new ProblemException(
            PaymentError.INVALID_STATE,
            "a payment that is %s %s; %s"
                .formatted(
                    status.wireName(),
                    refusal,
                    status.isFinal()
                        ? status.wireName() + " is final"
                        : "it may become: " + wireNames(status.moves())))
        .paymentId(terms.paymentId())
        .paymentStatus(status.wireName());
  }

  private static String wireNames(Set<Status> statuses) {
    return String.join(", ", statuses.stream().map(Status::wireName).toList());
  }

  private Payment with(
      @Nullable Risk newRisk,
      @Nullable Charge newCharge,
      @Nullable Failure newFailure,
      @Nullable PaymentError newAbandonedFor) {
    return new Payment(
        id,
        terms,
        status,
        version,
        resumptions,
        tries,
        newRisk,
        newCharge,
        newFailure,
        newAbandonedFor,
        funds,
        trace,
        createdAt,
        updatedAt);
  }
}
