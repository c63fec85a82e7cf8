package dev.florin.account.audit;

import dev.florin.web.security.Caller;

/**
 * Who did it, as the audit spells it.
 *
 * @param name {@code merchant:demo}, {@code user:demo/USER_1} or {@code operator:operations}
 */
public record Actor(String name) {

  /** What merchants are told instead of an operator's name. */
  static final String ANY_OPERATOR = "operator";

  private static final String OPERATOR = ANY_OPERATOR + ":";

  /** Whom a request's token names. */
  public static Actor of(Caller caller) {
    return new Actor(
        switch (caller.kind()) {
          case MERCHANT -> "merchant:" + caller.subject();
          case USER -> "user:" + caller.requireMerchant() + "/" + caller.subject();
          case SERVICE -> OPERATOR + caller.subject();
        });
  }

  /** Whether it is one of the platform's operators, who belong to no merchant. */
  public boolean isOperator() {
    return name.startsWith(OPERATOR);
  }
}
