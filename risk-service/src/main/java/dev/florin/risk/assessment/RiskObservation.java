package dev.florin.risk.assessment;

import dev.florin.risk.rule.Verdict;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.docs.ObservationDocumentation;
import java.util.Locale;

/** The spans of an assessment. */
enum RiskObservation implements ObservationDocumentation {
  /** The whole of it: signals, rules, storing. */
  CHECK("risk.check"),
  /** The rules alone. */
  EVALUATE("risk.evaluate");

  private final String spanName;

  RiskObservation(String spanName) {
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

  /** Begins the observation with labels of its own: a metric's labels must always be the same. */
  Observation begin(ObservationRegistry registry) {
    return observation(registry)
        .lowCardinalityKeyValue(Label.LEVEL.withValue("none"))
        .lowCardinalityKeyValue(Label.DECISION.withValue("none"))
        .start();
  }

  static void describe(Observation observation, Verdict verdict) {
    observation
        .lowCardinalityKeyValue(Label.LEVEL.withValue(lowerCase(verdict.level())))
        .lowCardinalityKeyValue(Label.DECISION.withValue(lowerCase(verdict.decision())))
        .highCardinalityKeyValue(Detail.SCORE.withValue(Integer.toString(verdict.score())));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Labels of the metric as well as attributes of the span. */
  enum Label implements KeyName {
    LEVEL("risk.level"),
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
    SCORE("risk.score"),
    ASSESSMENT("risk.assessment_id");

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
