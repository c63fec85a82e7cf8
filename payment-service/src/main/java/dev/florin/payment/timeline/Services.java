package dev.florin.payment.timeline;

/** The services that have a part in the story, as they are called everywhere. */
final class Services {

  static final String PAYMENT = "payment-service";
  static final String RISK = "risk-service";
  static final String ACCOUNT = "account-service";
  static final String CHANNEL = "channel-service";
  static final String NOTIFICATION = "notification-service";

  private Services() {}
}
