package dev.florin.account;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void featuresUseOnlyWhatTheyDeclare() {
    ApplicationModules.of(AccountApplication.class).verify();
  }
}
