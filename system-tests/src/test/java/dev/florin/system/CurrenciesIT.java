package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** the smallest unit of every ISO 4217 currency is money, and a tenth of it is not. */
@Tag("faults")
@ExtendWith(CurrenciesIT.OwnStack.class)
class CurrenciesIT {

  private static final String USER = "collector";
  private static final int AT_ONCE = 4;

  @Test
  void everyCurrencyIsPaidToItsLastDigitAndNoFurther(PaymentApi api)
      throws InterruptedException, ExecutionException {
    List<Currency> currencies =
        Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .toList();
    assertThat(currencies).hasSizeGreaterThan(150);
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> checks =
          currencies.stream()
              .<Future<?>>map(currency -> threads.submit(() -> check(api, currency)))
              .toList();
      for (Future<?> check : checks) {
        check.get();
      }
    }
  }

  @Test
  void whatIsNoMoneyHasNoCurrency(PaymentApi api) {
    for (String code : List.of("XAU", "XXX", "XTS")) {
      assertThat(pay(api, "1", code).field("code")).as(code).isEqualTo("unknown_currency");
    }
  }

  private static void check(PaymentApi api, Currency currency) {
    String code = currency.getCurrencyCode();
    int digits = currency.getDefaultFractionDigits();
    String smallest = BigDecimal.ONE.movePointLeft(digits).toPlainString();
    String tenth = BigDecimal.ONE.movePointLeft(digits + 1).toPlainString();
    Answer wallet =
        api.post(
            "/api/v1/accounts",
            UUID.randomUUID().toString(),
            "{\"user_id\":\"%s\",\"currency\":\"%s\"}".formatted(USER, code));
    assertThat(wallet.status()).as(wallet.text()).isIn(200, 201);
    String deposits = "/api/v1/accounts/%s/deposits".formatted(wallet.field("account_id"));
    String money = "{\"amount\":\"%s\",\"currency\":\"%s\"}";

    Answer refusedDeposit =
        api.post(deposits, UUID.randomUUID().toString(), money.formatted(tenth, code));
    Answer deposit =
        api.post(deposits, UUID.randomUUID().toString(), money.formatted(smallest, code));
    Answer refused = pay(api, tenth, code);
    Answer paid = pay(api, smallest, code);
    Answer declined = pay(api, smallest, code);

    assertThat(refusedDeposit.field("code")).as(code).isEqualTo("invalid_amount");
    assertThat(deposit.status()).as(deposit.text()).isEqualTo(201);
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    assertThat(Map.of("code", refused.field("code"), "param", refused.field("param")))
        .as(code)
        .isEqualTo(Map.of("code", "invalid_amount", "param", "amount"));
    assertThat(paid.status()).as(paid.text()).isEqualTo(201);
    assertThat(paid.field("amount")).as(code).isEqualTo(smallest);
    assertThat(declined.field("code")).as(declined.text()).isEqualTo("insufficient_funds");
    assertThat(api.get("/api/v1/accounts/" + wallet.field("account_id")).field("balance"))
        .as(code)
        .isEqualTo(BigDecimal.ZERO.setScale(digits).toPlainString());
  }

  private static Answer pay(PaymentApi api, String amount, String currency) {
    return api.post(
        "/api/v1/payments",
        UUID.randomUUID().toString(),
        """
        {"user_id":"%s","amount":"%s","currency":"%s","payment_method":"wallet"}"""
            .formatted(USER, amount, currency));
  }

  /** The ledger shows each currency that it has: too many series for tests that count them. */
  static final class OwnStack extends StackExtension {

    OwnStack() {
      super("currencies");
    }
  }
}
