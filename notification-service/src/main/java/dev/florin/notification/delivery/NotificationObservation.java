package dev.florin.notification.delivery;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The span of a delivery; the Kafka consumer's span is its parent. */
enum NotificationObservation implements ObservationDocumentation {
  /** One payment event is delivered, or recognised as delivered before. */
  SEND("notification.send");

  private final String spanName;

  NotificationObservation(String spanName) {
    this.spanName = spanName;
  }

  @Override
  public String getName() {
    return spanName;
  }

  @Override
  public String getContextualName() {
    return spanName;
  }

  @Override
  public KeyName[] getLowCardinalityKeyNames() {
    return Label.values();
  }

  @Override
  public KeyName[] getHighCardinalityKeyNames() {
    return Detail.values();
  }

  /** Attributes that are labels of the metric too. */
  enum Label implements KeyName {
    TYPE("notification.type"),
    /** delivered or repeated. */
    OUTCOME("notification.outcome");

    private final String key;

    Label(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }

  /** Attributes of the span alone. */
  enum Detail implements KeyName {
    PAYMENT_ID("payment.id"),
    EVENT_ID("notification.event_id");

    private final String key;

    Detail(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }
}
