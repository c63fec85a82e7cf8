package dev.florin.payment;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Takes payments and sees each one through to its end. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PaymentApplication {

  /** Starts the service. */
  public static void main(String[] args) {
    SpringApplication.run(PaymentApplication.class, args);
  }
}
