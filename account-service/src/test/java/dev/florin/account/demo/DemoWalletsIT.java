package dev.florin.account.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.florin.account.EphemeralDatabase;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.deduction.DeductFunds;
import dev.florin.account.ledger.Outcome;
import dev.florin.money.Money;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

@SpringBootTest(
    properties = {
      "spring.kafka.listener.auto-startup=false",
      "spring.kafka.bootstrap-servers=127.0.0.1:1"
    })
@ActiveProfiles("local")
@ContextConfiguration(initializers = EphemeralDatabase.class)
class DemoWalletsIT {

  private final DemoWallets demoWallets;
  private final DeductFunds deductFunds;
  private final JdbcTemplate jdbc;
  private final ApplicationAvailability availability;

  @Autowired
  DemoWalletsIT(
      DemoWallets demoWallets,
      DeductFunds deductFunds,
      JdbcTemplate jdbc,
      ApplicationAvailability availability) {
    this.availability = availability;
    this.demoWallets = demoWallets;
    this.deductFunds = deductFunds;
    this.jdbc = jdbc;
  }

  @Test
  void thousandWalletsAreFundedOnceThroughTheLedger() {
    deductFunds.deduct("spent-" + Instant.now(), "demo", "USER_7", Money.parse("1.00", "USD"));

    demoWallets.run(new DefaultApplicationArguments());

    assertThat(count("SELECT count(*) FROM account WHERE kind = 'wallet'")).isEqualTo(1_000);
    assertThat(
            count(
                "SELECT count(*) FROM account WHERE kind = 'wallet' AND merchant_id = 'demo'"
                    + " AND currency = 'USD' AND posted IN (100000000, 99999900)"))
        .isEqualTo(1_000);
    assertThat(count("SELECT -sum(posted) FROM account WHERE code = 'funding'"))
        .isEqualTo(100_000_000_000L);
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
    assertThat(
            deductFunds.deduct(
                "after-" + Instant.now(), "demo", "USER_1000", Money.parse("1000000", "USD")))
        .isInstanceOf(Outcome.Posted.class);
  }

  @Test
  void fundingWaitsLongerThanAPaymentMay() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      CountDownLatch held = new CountDownLatch(1);
      Future<?> holder =
          other.submit(
              () ->
                  jdbc.execute(
                      (ConnectionCallback<Boolean>)
                          connection -> {
                            try (Statement statement = connection.createStatement()) {
                              statement.execute("SELECT pg_advisory_lock(7236501)");
                              held.countDown();
                              for (int i = 0; i < 4; i++) {
                                statement.execute("SELECT pg_sleep(1)");
                              }
                              statement.execute("SELECT pg_advisory_unlock(7236501)");
                            }
                            return true;
                          }));
      assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();

      assertThatNoException().isThrownBy(() -> demoWallets.run(new DefaultApplicationArguments()));
      holder.get();
    }
  }

  @Test
  void serviceIsReadyOnceTheWalletsAreFunded() {
    assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
    assertThat(count("SELECT count(*) FROM transfer WHERE id LIKE 'demo:fund:%'")).isEqualTo(1_000);
  }

  private long count(String query) {
    return jdbc.queryForList(query, Long.class).getFirst();
  }
}
