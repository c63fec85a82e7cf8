package dev.florin.identity;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Issues the tokens of merchants, users and services. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IdentityServiceApplication {

  /** Starts the service. */
  public static void main(String[] arguments) {
    SpringApplication.run(IdentityServiceApplication.class, arguments);
  }
}
