package dev.florin.risk;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void featuresMeetOnlyWhereTheyMay() {
    ApplicationModules.of(RiskApplication.class).verify();
  }
}
