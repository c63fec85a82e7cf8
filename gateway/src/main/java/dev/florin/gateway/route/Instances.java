package dev.florin.gateway.route;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The processes of one service. */
final class Instances {

  private final List<Instance> all;
  private final AtomicInteger turn = new AtomicInteger();

  Instances(List<Instance> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Whom to ask, and whom next if that one cannot be reached: first those that could be reached,
   * the one with the fewest requests under way before the others, each in its turn.
   */
  List<Instance> inOrder() {
    int count = all.size();
    if (count == 1) {
      return all;
    }
    int first = Math.floorMod(turn.getAndIncrement(), count);
    return IntStream.range(0, count)
        .mapToObj(step -> Candidate.of(all.get((first + step) % count)))
        .sorted(Candidate.BEST_FIRST)
        .map(Candidate::instance)
        .toList();
  }

  /** What was known at one moment, since it changes while others are compared. */
  private record Candidate(Instance instance, boolean isLeftOut, int underWay) {

    private static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing(Candidate::isLeftOut).thenComparingInt(Candidate::underWay);

    static Candidate of(Instance instance) {
      return new Candidate(instance, instance.isLeftOut(), instance.underWay());
    }
  }
}
