package dev.florin.payment.reassessment;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The span of an assessment that comes afterwards: a trace of its own. */
enum ReassessmentObservation implements ObservationDocumentation {
  /** A payment that went on without an assessment is assessed. */
  REASSESS("payment.reassess");

  private final String spanName;

  ReassessmentObservation(String spanName) {
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
    /** allow, review, deny, or none while there is none to be had. */
    DECISION("risk.decision");

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
