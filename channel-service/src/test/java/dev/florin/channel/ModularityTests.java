package dev.florin.channel;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

  @Test
  void featuresMeetOnlyWhereTheyMay() {
    ApplicationModules.of(ChannelApplication.class).verify();
  }
}
