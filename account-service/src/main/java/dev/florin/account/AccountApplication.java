package dev.florin.account;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the account service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AccountApplication {

  /** The process's entry point. */
  public static void main(String[] arguments) {
    SpringApplication.run(AccountApplication.class, arguments);
  }
}
