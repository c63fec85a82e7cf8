package dev.florin.account.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.florin.account.problem.AccountError;
import dev.florin.account.transfer.Split.Part;
import dev.florin.money.Money;
import dev.florin.web.problem.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2.50    | USD | 50% 45% rest          | 1.25 1.12 0.13
          2.50    | USD | 1.25 1.25             | 1.25 1.25
          2.50    | USD | 50% 50%               | 1.25 1.25
          1.00    | USD | 33.333333% 33.333333% rest | 0.33 0.33 0.34
          100     | JPY | 33.3% 33.3% rest      | 33 33 34
          7       | JPY | 50% rest              | 3 4
          1.000   | BHD | 33.3333% 33.3333% rest | 0.333 0.333 0.334
          0.007   | BHD | 50% rest              | 0.003 0.004
          10.00   | USD | rest 99.99%           | 0.01 9.99
          0.05    | USD | 33.333333% rest 0.01  | 0.01 0.03 0.01
          10.00   | USD | 2.00 rest 30%         | 2.00 5.00 3.00
          10.00   | USD | 100%                  | 10.00
          10.00   | USD | rest                  | 10.00
          10000000000000.00 | USD | 33.333333% 0.01 rest | 3333333300000.00 0.01 6666666699999.99
          """)
  void sharesSumToTheAmountExactly(String amount, String currency, String parts, String shares) {
    List<Share> split = split(amount, currency, parts);

    assertThat(split)
        .extracting(share -> share.amount().toDecimalString())
        .containsExactly(shares.split(" ", -1));
    assertThat(total(split)).isEqualTo(Money.parse(amount, currency));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2.50 | USD | 1.25 1.26
          2.50 | USD | 1.25 1.24
          2.50 | USD | 50% 51%
          2.51 | USD | 50% 50%
          2.50 | USD | rest rest
          2.50 | USD | 2.50 rest
          2.50 | USD | 100% rest
          2.50 | USD | 2.51 rest
          0.01 | USD | 50% rest
          1    | JPY | 99% rest
          """)
  void splitThatDoesNotAddUpIsRefused(String amount, String currency, String parts) {
    assertRefused(amount, currency, parts);
  }

  @Test
  void anySplitWithARemainderSumsExactly() {
    long seed = Long.getLong("florin.test.seed", System.nanoTime());
    System.out.println("splits of -Dflorin.test.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      Money total = Money.ofMinor(1_000 + random.nextLong(Money.MAX_MINOR_UNITS - 1_000), "BHD");
      int payees = 1 + random.nextInt(10);
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < payees; i++) {
        BigDecimal percent = BigDecimal.valueOf(100_000 + random.nextInt(9_800_000 / payees), 6);
        parts.add(new Part.Percentage("U" + i, percent));
      }
      parts.add(random.nextInt(payees + 1), new Part.Remainder("REST"));

      assertThat(total(Split.of(total, parts))).as("seed %d", seed).isEqualTo(total);
    }
  }

  private static void assertRefused(String amount, String currency, String parts) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> split(amount, currency, parts))
        .satisfies(
            refused -> assertThat(refused.errorCode()).isEqualTo(AccountError.INVALID_SPLIT));
  }

  private static List<Share> split(String amount, String currency, String text) {
    List<Part> parts = new ArrayList<>();
    for (String part : text.split(" ", -1)) {
      String user = "U" + parts.size();
      if (part.equals("rest")) {
        parts.add(new Part.Remainder(user));
      } else if (part.endsWith("%")) {
        String percent = part.substring(0, part.length() - 1);
        parts.add(new Part.Percentage(user, new BigDecimal(percent)));
      } else {
        parts.add(new Part.Fixed(user, Money.parse(part, currency)));
      }
    }
    return Split.of(Money.parse(amount, currency), parts);
  }

  private static Money total(List<Share> shares) {
    return shares.stream().map(Share::amount).reduce(Money::plus).orElseThrow();
  }
}
