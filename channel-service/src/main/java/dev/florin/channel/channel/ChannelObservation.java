package dev.florin.channel.channel;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The spans of a call to a provider; the HTTP client's span stands below. */
enum ChannelObservation implements ObservationDocumentation {
  /** An instruction is sent: a charge, an authorisation, a capture, a void or a refund. */
  PAY("channel.pay"),
  /** The provider is asked what became of an instruction. */
  FIND("channel.find"),
  /** The provider is asked to refuse an instruction that it does not know. */
  CLOSE("channel.close");

  private final String spanName;

  ChannelObservation(String spanName) {
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

  /** Labels of the metric as well as attributes of the span. */
  enum Label implements KeyName {
    NAME("channel.name"),
    OPERATION("channel.operation"),
    RESULT("channel.result");

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
    ATTEMPT("channel.attempt_id"),
    TRANSACTION("transaction.id");

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
