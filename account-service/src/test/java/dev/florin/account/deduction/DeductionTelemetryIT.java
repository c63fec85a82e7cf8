package dev.florin.account.deduction;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a deduction tells about itself. */
@AccountServiceTest
class DeductionTelemetryIT {

  private final DeductFunds deductFunds;
  private final ReverseDeduction reverseDeduction;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final MeterRegistry meters;
  private final Recorder recorder = new Recorder();

  private String merchant = "";

  @Autowired
  DeductionTelemetryIT(
      DeductFunds deductFunds,
      ReverseDeduction reverseDeduction,
      Wallets wallets,
      DepositFunds depositFunds,
      MeterRegistry meters,
      ObservationRegistry observations) {
    this.deductFunds = deductFunds;
    this.reverseDeduction = reverseDeduction;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.meters = meters;
    observations.observationConfig().observationHandler(recorder);
  }

  @BeforeEach
  void fundAWallet() {
    merchant = newMerchant();
    AccountFixtures.wallet(wallets, depositFunds, merchant, "USER_1", usd("100.00"));
  }

  @Test
  void postedDeductionTellsTheBalancesAndItsTransaction() {
    String id = newPayment() + ":deduct";
    double before = operations("deduction", "posted");

    deductFunds.deduct(id, merchant, "USER_1", usd("19.99"));

    Observation.Context span = recorder.span(id);
    assertThat(span.getName()).isEqualTo("account.deduct");
    assertThat(span.getContextualName()).isEqualTo("account.deduct");
    assertThat(value(span, "account.balance.before")).isEqualTo("10000");
    assertThat(value(span, "account.balance.after")).isEqualTo("8001");
    assertThat(value(span, "account.result")).isEqualTo("posted");
    assertThat(recorder.events(id)).containsExactly("transaction.begin", "transaction.commit");
    assertThat(operations("deduction", "posted")).isEqualTo(before + 1);
  }

  @Test
  void declinedDeductionTellsWhy() {
    String id = newPayment() + ":deduct";

    deductFunds.deduct(id, merchant, "USER_1", usd("100.01"));

    assertThat(value(recorder.span(id), "account.decline.code")).isEqualTo("insufficient_funds");
    assertThat(value(recorder.span(id), "account.result")).isEqualTo("declined");
  }

  @Test
  void reversalIsTheRefundOfTheBalance() {
    String payment = newPayment();
    deductFunds.deduct(payment + ":deduct", merchant, "USER_1", usd("19.99"));

    reverseDeduction.reverse(payment + ":reverse", payment + ":deduct", null);

    Observation.Context span = recorder.span(payment + ":reverse");
    assertThat(span.getName()).isEqualTo("account.refund");
    assertThat(value(span, "account.balance.before")).isEqualTo("8001");
    assertThat(value(span, "account.balance.after")).isEqualTo("10000");
  }

  private double operations(String operation, String result) {
    return meters
        .counter("account.balance.operations", "operation", operation, "result", result)
        .count();
  }

  private static String value(Observation.Context span, String key) {
    return span.getAllKeyValues().stream()
        .filter(keyValue -> keyValue.getKey().equals(key))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** Keeps the spans of transfers and their events. */
  private static final class Recorder implements ObservationHandler<Observation.Context> {

    private final List<Observation.Context> spans = new CopyOnWriteArrayList<>();
    private final Map<Observation.Context, List<String>> events = new ConcurrentHashMap<>();

    @Override
    public void onStart(Observation.Context context) {
      spans.add(context);
      events.put(context, new CopyOnWriteArrayList<>());
    }

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
      events.computeIfAbsent(context, _ -> new CopyOnWriteArrayList<>()).add(event.getName());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }

    Observation.Context span(String transferId) {
      return spans.stream()
          .filter(
              span -> {
                var id = span.getHighCardinalityKeyValue("account.transfer.id");
                return id != null && id.getValue().equals(transferId);
              })
          .findFirst()
          .orElseThrow();
    }

    List<String> events(String transferId) {
      return events.getOrDefault(span(transferId), List.of());
    }
  }
}
