package dev.florin.payment.timeline;

import java.util.Set;

/** The services that have a part in the story, as they are called everywhere. */
final class Services {

  static final String PAYMENT = "payment-service";
  static final String RISK = "risk-service";
  static final String ACCOUNT = "account-service";
  static final String CHANNEL = "channel-service";
  static final String NOTIFICATION = "notification-service";

  static final Set<String> ALL = Set.of(PAYMENT, RISK, ACCOUNT, CHANNEL, NOTIFICATION);

  private Services() {}
}
