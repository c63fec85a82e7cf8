package dev.florin.notification;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void featuresMeetOnlyWhereTheyMay() {
    ApplicationModules.of(NotificationApplication.class).verify();
  }
}
