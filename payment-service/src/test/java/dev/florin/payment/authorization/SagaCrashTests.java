package dev.florin.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.FakeWorld.Crash;
import dev.florin.payment.authorization.FakeWorld.Manner;
import dev.florin.payment.authorization.RiskDesk.Assessment;
import dev.florin.payment.authorization.Wallets.Deduction;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.PaymentError;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The worker dies before or after every call and every write, the world changes its mind in
 * between, the next worker dies too, and still the payment comes to one consistent end.
 */
class SagaCrashTests {

  /** More moments than any run has. */
  private static final int MOMENTS = 12;

  /** Enough further runs for any payment to end. */
  private static final int RUNS = 3;

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas capture nothing
  enum Before {
    HEALTHY(_ -> {}),
    CHANNEL_DECLINES(
        world ->
            world.attempt =
                new Attempt.Declined(new Charge("sandbox", "ch", null), "expired_card")),
    CHANNEL_SENDS_NOTHING(world -> world.attempt = new Attempt.NotSent()),
    CHANNEL_AWAY(world -> world.channels = Manner.AWAY),
    CHANNEL_SILENT(world -> world.channels = Manner.SILENT_AFTER),
    CHANNEL_AWAY_AND_REVERSAL_SILENT(
        world -> {
          world.channels = Manner.AWAY;
          world.reversals = Manner.SILENT_AFTER;
        }),
    WALLET_DECLINES(
        world -> world.deduction = new Deduction.Declined(PaymentError.INSUFFICIENT_FUNDS)),
    WALLET_SILENT(world -> world.accounts = Manner.SILENT_AFTER),
    WALLET_AWAY(world -> world.accounts = Manner.AWAY),
    RISK_DENIES(world -> world.assessment = new Assessment.Denied("high", 99)),
    RISK_AWAY(
        world -> {
          world.risk = Manner.AWAY;
          world.payerKnown = true;
        }),
    PAYER_DID_NOT_ACT(
        world -> world.payerIsLate(new Attempt.ActionNeeded(new Charge("sandbox", "ch", null)))),
    PAYER_ACTED_TOO_LATE(
        world -> world.payerIsLate(new Attempt.Approved(new Charge("sandbox", "ch", null)))),
    // It would have denied the payment that went on without it.
    RISK_AWAY_THAT_WOULD_DENY(
        world -> {
          world.risk = Manner.AWAY;
          world.payerKnown = true;
          world.assessment = new Assessment.Denied("high", 99);
        });

    private final Consumer<FakeWorld> setting;

    Before(Consumer<FakeWorld> setting) {
      this.setting = setting;
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas capture nothing
  enum Between {
    NOTHING_CHANGES(_ -> {}),
    EVERYTHING_GETS_WELL(
        world -> {
          world.risk = Manner.ANSWERS;
          world.accounts = Manner.ANSWERS;
          world.reversals = Manner.ANSWERS;
          world.channels = Manner.ANSWERS;
        }),
    RISK_GOES_AWAY(world -> world.risk = Manner.AWAY),
    WALLETS_GO_AWAY(
        world -> {
          world.accounts = Manner.AWAY;
          world.reversals = Manner.AWAY;
        }),
    CHANNELS_GO_AWAY(world -> world.channels = Manner.AWAY);

    private final Consumer<FakeWorld> change;

    Between(Consumer<FakeWorld> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource(Before.class)
  void aPaymentEndsTheSameWayWhereverItsWorkersDie(Before before) {
    for (Between between : Between.values()) {
      for (int first = 0; first < MOMENTS; first++) {
        for (int second = 0; second < MOMENTS; second++) {
          assertConsistent(before, between, first, second, false);
          assertConsistent(before, between, first, second, true);
        }
      }
    }
  }

  private static void assertConsistent(
      Before before, Between between, int first, int second, boolean manual) {
    String story =
        "%s, crash %d, %s, crash %d, %s"
            .formatted(before, first, between, second, manual ? "manual" : "automatic");
    FakeWorld world = new FakeWorld();
    if (manual) {
      world.captureByHand();
    }
    before.setting.accept(world);
    Outcome ended = runUntil(world, first, false);
    if (ended == null) {
      between.change.accept(world);
      ended = runUntil(world, second, true);
    }
    if (ended == null) {
      Between.EVERYTHING_GETS_WELL.change.accept(world);
      ended =
          IntStream.range(0, RUNS)
              .mapToObj(_ -> runUntil(world, Integer.MAX_VALUE, true))
              .filter(outcome -> outcome != null)
              .findFirst()
              .orElse(null);
    }

    switch (ended) {
      case Outcome.Succeeded _, Outcome.Authorised _ -> {
        assertThat(ended instanceof Outcome.Authorised).as(story).isEqualTo(manual);
        assertThat(world.charged()).as(story).isTrue();
        assertThat(world.moneyTaken()).as(story).isTrue();
      }
      case Outcome.Failed(_, var approvedLate) -> {
        assertThat(world.charged() && !approvedLate).as(story).isFalse();
        assertThat(world.moneyTaken()).as(story).isFalse();
      }
      case null, default -> throw new AssertionError(story + ": never ended");
    }
  }

  /** The end, if the run came to one. */
  private static @Nullable Outcome runUntil(FakeWorld world, int crashAt, boolean again) {
    world.crashAt(crashAt);
    try {
      Outcome outcome = again ? world.runAgain() : world.run();
      return outcome instanceof Outcome.Unresolved ? null : outcome;
    } catch (Crash died) {
      return null;
    }
  }
}
