package dev.florin.account.transfer;

import dev.florin.account.problem.AccountError;
import dev.florin.money.Money;
import dev.florin.web.problem.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Divides an amount among payees so that the shares sum to it exactly. A percentage is rounded down
 * to a whole minor unit; what that leaves goes to the part that takes the rest.
 */
public final class Split {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Split() {}

  /** One payee's part, as it was asked for. */
  public sealed interface Part {

    /** Who gets it. */
    String toUser();

    /** A sum. */
    record Fixed(String toUser, Money amount) implements Part {}

    /**
     * A share of the whole amount.
     *
     * @param percent exact, above 0 and up to 100
     */
    record Percentage(String toUser, BigDecimal percent) implements Part {}

    /** What the others leave. */
    record Remainder(String toUser) implements Part {}
  }

  /**
   * The shares, in the order of the parts.
   *
   * @throws ProblemException 400 {@code invalid_split} if the parts are more than the amount, if
   *     they are less and nobody takes the rest, if two take the rest, or if a part comes to
   *     nothing
   */
  public static List<Share> of(Money total, List<? extends Part> parts) {
    Money left = total;
    boolean restTaken = false;
    List<@Nullable Money> amounts = new ArrayList<>(parts.size());
    for (Part part : parts) {
      Money amount =
          switch (part) {
            case Part.Fixed(_, Money fixed) -> fixed;
            case Part.Percentage(_, BigDecimal percent) -> percentage(total, percent);
            case Part.Remainder _ -> null;
          };
      if (amount == null) {
        if (restTaken) {
          throw invalid("at most one destination takes what remains");
        }
        restTaken = true;
      } else {
        if (amount.minorUnits() <= 0) {
          throw invalid("a destination's share comes to nothing");
        }
        if (amount.compareTo(left) > 0) {
          throw invalid("the destinations get more than the amount");
        }
        left = left.minus(amount);
      }
      amounts.add(amount);
    }
    if (restTaken != left.minorUnits() > 0) {
      throw invalid(
          restTaken
              ? "nothing remains for the destination that takes the rest"
              : "the destinations get less than the amount, and none takes what remains");
    }
    List<Share> shares = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      shares.add(
          new Share(parts.get(i).toUser(), Objects.requireNonNullElse(amounts.get(i), left)));
    }
    return List.copyOf(shares);
  }

  private static Money percentage(Money total, BigDecimal percent) {
    BigDecimal minorUnits =
        BigDecimal.valueOf(total.minorUnits())
            .multiply(percent)
            .divide(HUNDRED, 0, RoundingMode.DOWN);
    return new Money(minorUnits.longValueExact(), total.currency());
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(AccountError.INVALID_SPLIT, detail).param("destinations");
  }
}
