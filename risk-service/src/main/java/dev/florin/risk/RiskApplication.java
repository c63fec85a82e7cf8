package dev.florin.risk;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts risk-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RiskApplication {

  static void main(String[] args) {
    SpringApplication.run(RiskApplication.class, args);
  }
}
