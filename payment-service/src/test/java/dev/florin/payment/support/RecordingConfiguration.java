package dev.florin.payment.support;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Keeps what the service tells about itself. */
@TestConfiguration(proxyBeanMethods = false)
class RecordingConfiguration {

  @Bean
  RecordedSpans recordedSpans() {
    return new RecordedSpans();
  }
}
