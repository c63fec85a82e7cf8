package dev.florin.account.seal;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.RecordedSpans;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What sealing tells about itself: a block is a trace, and looking for nothing is none. */
@AccountServiceTest
class SealTelemetryIT {

  private static final AttributeKey<String> BLOCK = AttributeKey.stringKey("ledger.seal.block");

  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final RecordedSpans spans;
  private final MeterRegistry meters;
  private final JdbcTemplate jdbc;

  @Autowired
  SealTelemetryIT(
      Wallets wallets,
      DepositFunds depositFunds,
      RecordedSpans spans,
      MeterRegistry meters,
      JdbcTemplate jdbc) {
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.spans = spans;
    this.meters = meters;
    this.jdbc = jdbc;
  }

  @Test
  void everyBlockIsOneTraceOfItsOwn() {
    AccountFixtures.wallet(wallets, depositFunds, newMerchant(), "USER_1", usd("1.00"));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                meters.get("ledger.seal.lag").gauge().value() == 0
                    && meters.get("ledger.sealed.transfers").counter().count() > 0);

    List<SpanData> spansOfSeals = spans.named("ledger.seal");
    assertThat(spansOfSeals).noneMatch(seal -> seal.getParentSpanContext().isValid());
    // A try that another sealer overtook, or that failed, has no block.
    List<String> seals =
        spansOfSeals.stream()
            .map(seal -> seal.getAttributes().get(BLOCK))
            .filter(Objects::nonNull)
            .toList();
    assertThat(seals).isNotEmpty().doesNotHaveDuplicates();
    Long blocks = jdbc.queryForObject("SELECT count(*) FROM seal", Long.class);
    assertThat(seals.size()).isLessThanOrEqualTo(blocks == null ? 0 : blocks.intValue());
  }
}
