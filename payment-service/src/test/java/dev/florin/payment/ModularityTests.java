package dev.florin.payment;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void featuresDependOnEachOtherAsTheyDeclare() {
    ApplicationModules.of(PaymentApplication.class).verify();
  }
}
