package dev.florin.payment.review;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The span of a decision. */
enum ReviewObservation implements ObservationDocumentation {
  /** A decision on a payment, and what the payment comes to if it goes on. */
  REVIEW("payment.review");

  private final String spanName;

  ReviewObservation(String spanName) {
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
    /** approve or decline. */
    DECISION("review.decision"),
    /** decided, repeated or refused. */
    OUTCOME("review.outcome");

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
    PAYMENT_ID("payment.id");

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
