package dev.florin.payment.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.money.Money;
import dev.florin.payment.authorization.ChannelDesk;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Trace;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.support.PaymentFixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever falls silent and wherever workers die, an operation ends as it would have. */
class OperationCrashTests {

  private static final int MOMENTS = 10;
  private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

  private final Payment payment =
      PaymentFixtures.manual(
              PaymentFixtures.of(Payment.Id.next().value(), PaymentFixtures.terms("100.00", "USD")))
          .charged(new Charge("sandbox", "ch_1", null));

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anOperationIsDoneOnceWhereverItsWorkersDie(Kind kind) {
    for (boolean declines : new boolean[] {false, true}) {
      OperationOutcome expected = new World(declines).runToTheEnd(operation(kind));
      for (int first = 0; first < MOMENTS; first++) {
        for (int second = 0; second < MOMENTS; second++) {
          World world = new World(declines);
          Operation operation = operation(kind);
          String story =
              "%s, declines: %s, crash %d, crash %d".formatted(kind, declines, first, second);

          world.runUntil(operation, first);
          world.silent = true;
          world.runUntil(operation, second);
          world.silent = false;
          OperationOutcome ended = world.runToTheEnd(operation);

          assertThat(ended).as(story).hasSameClassAs(expected);
          assertThat(world.done).as(story).doesNotHaveDuplicates();
          boolean moved = world.done.stream().anyMatch(done -> done.startsWith("ledger"));
          assertThat(moved)
              .as(story)
              .isEqualTo(kind != Kind.LATE_REFUND && ended instanceof OperationOutcome.Succeeded);
        }
      }
    }
  }

  private Operation operation(Kind kind) {
    Money half = Money.parse("50.00", "USD");
    Part part = new Part(payment.id().attempt(), half);
    List<Part> parts =
        kind == Kind.REFUND ? List.of(part, new Part("other_1", half)) : List.of(part);
    return new Operation(
        Operation.Id.next(),
        payment.id(),
        kind,
        parts.stream().map(Part::amount).reduce(Money::plus).orElseThrow(),
        kind == Kind.CAPTURE,
        null,
        parts,
        null,
        Operation.Status.PENDING,
        0,
        0,
        null,
        null,
        null,
        "demo",
        new Trace(null, null),
        THEN,
        THEN);
  }

  /** The worker dies here. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The channel and the ledger: they remember by id what they did, as the real ones do. */
  private final class World implements ChannelDesk, Wallets {

    /** What was done, in order. */
    final List<String> done = new ArrayList<>();

    /** They work, and their answers are lost. */
    boolean silent;

    private final boolean declines;
    private final Map<String, Object> answers = new HashMap<>();
    private final OperationSteps steps =
        new OperationSteps(
            _ -> List.of(),
            this,
            this,
            new OperationTelemetry(ObservationRegistry.NOOP, new SimpleMeterRegistry()));
    private int moments;
    private int crashAt = Integer.MAX_VALUE;

    World(boolean declines) {
      this.declines = declines;
    }

    void runUntil(Operation operation, int moment) {
      moments = 0;
      crashAt = moment;
      try {
        steps.run(payment, operation);
      } catch (Crash died) {
        assertThat(moments).isGreaterThan(crashAt);
      }
    }

    OperationOutcome runToTheEnd(Operation operation) {
      crashAt = Integer.MAX_VALUE;
      return steps.run(payment, operation);
    }

    @Override
    public Attempt follow(Payment of, FollowUp attempt) {
      return ask(
          "channel " + attempt.attemptId(),
          declines
              ? new Attempt.Declined(new Charge("sandbox", "x_1", null), "no")
              : new Attempt.Approved(new Charge("sandbox", "x_1", null)),
          new Attempt.Unknown());
    }

    @Override
    public Movement capture(Payment of, String id, Money amount, boolean last) {
      return ask("ledger " + id, new Movement.Posted(), new Movement.Unclear());
    }

    @Override
    public Movement refund(Payment of, String id, Money amount) {
      return ask("ledger " + id, new Movement.Posted(), new Movement.Unclear());
    }

    @Override
    public boolean release(Payment of) {
      return ask("ledger release", true, false);
    }

    @Override
    public Attempt pay(Payment of) {
      throw new UnsupportedOperationException("an operation only follows an attempt");
    }

    @Override
    public Deduction deduct(Payment of) {
      throw new UnsupportedOperationException("an operation deducts nothing");
    }

    @Override
    public Deduction hold(Payment of) {
      throw new UnsupportedOperationException("an operation holds nothing");
    }

    @Override
    public boolean reverse(Payment of, PaymentError reason) {
      throw new UnsupportedOperationException("an operation reverses nothing");
    }

    @SuppressWarnings("unchecked") // an id is asked by one method only
    private <T> T ask(String id, T answer, T lost) {
      moment();
      @Nullable Object known = answers.putIfAbsent(id, answer);
      if (known == null) {
        done.add(id);
      }
      moment();
      return silent ? lost : (T) answers.getOrDefault(id, answer);
    }

    private void moment() {
      if (moments++ == crashAt) {
        throw new Crash();
      }
    }
  }
}
