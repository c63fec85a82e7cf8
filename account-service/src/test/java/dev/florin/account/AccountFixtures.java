package dev.florin.account;

import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.Outcome;
import dev.florin.money.Money;
import java.util.UUID;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.JwtRequestPostProcessor;

/** Merchants, wallets and tokens for tests. */
public final class AccountFixtures {

  private AccountFixtures() {}

  /** A merchant that no other test uses. */
  public static String newMerchant() {
    return "merchant-" + UUID.randomUUID();
  }

  /** A payment's id that no other test uses. */
  public static String newPayment() {
    return UUID.randomUUID().toString();
  }

  /** Opens a wallet and deposits into it, if there is anything to deposit. */
  public static Wallet wallet(
      Wallets wallets, DepositFunds deposits, String merchantId, String userId, Money funds) {
    Wallet wallet = wallets.open(merchantId, userId, funds.currencyCode()).wallet();
    if (funds.minorUnits() > 0) {
      DepositFunds.Deposit deposit =
          deposits.deposit(wallet, funds, "opening-" + UUID.randomUUID());
      if (!(deposit.outcome() instanceof Outcome.Posted)) {
        throw new AssertionError("not funded: " + deposit);
      }
    }
    return wallet;
  }

  /** US dollars. */
  public static Money usd(String amount) {
    return amount.equals("0") ? Money.ofMinor(0, "USD") : Money.parse(amount, "USD");
  }

  /** A merchant's token. */
  public static JwtRequestPostProcessor merchant(String merchantId, String... scopes) {
    return token(scopes).jwt(token -> token.subject(merchantId).claim("merchant_id", merchantId));
  }

  /** A user's token. */
  public static JwtRequestPostProcessor user(String merchantId, String userId, String... scopes) {
    return token(scopes)
        .jwt(
            token ->
                token.subject(userId).claim("merchant_id", merchantId).claim("sid", "session-1"));
  }

  /** An operator's token. */
  public static JwtRequestPostProcessor operator(String name) {
    return token("ops").jwt(token -> token.subject(name));
  }

  /** A service's token. */
  public static JwtRequestPostProcessor service() {
    return token("internal").jwt(token -> token.subject("payment-service"));
  }

  private static JwtRequestPostProcessor token(String... scopes) {
    SimpleGrantedAuthority[] authorities = new SimpleGrantedAuthority[scopes.length];
    for (int i = 0; i < scopes.length; i++) {
      authorities[i] = new SimpleGrantedAuthority("SCOPE_" + scopes[i]);
    }
    return SecurityMockMvcRequestPostProcessors.jwt().authorities(authorities);
  }
}
