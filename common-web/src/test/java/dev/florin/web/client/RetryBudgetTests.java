package dev.florin.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTests {

  @Test
  void whatIsSavedAtTheStartMayBeSpentAtOnce() {
    RetryBudget budget = new RetryBudget(20, 3);

    assertThat(spent(budget, 5)).isEqualTo(3);
  }

  @Test
  void aHundredCallsEarnTheirPercentage() {
    RetryBudget budget = new RetryBudget(20, 3);
    spent(budget, 3);
    int retries = 0;

    for (int call = 0; call < 100; call++) {
      budget.earn();
      retries += spent(budget, 1);
    }

    assertThat(retries).isEqualTo(20);
  }

  @Test
  void noMoreIsSavedThanTheBurst() {
    RetryBudget budget = new RetryBudget(20, 3);

    for (int call = 0; call < 1_000; call++) {
      budget.earn();
    }

    assertThat(spent(budget, 10)).isEqualTo(3);
  }

  private static int spent(RetryBudget budget, int wanted) {
    int spent = 0;
    for (int retry = 0; retry < wanted; retry++) {
      spent += budget.spend() ? 1 : 0;
    }
    return spent;
  }
}
