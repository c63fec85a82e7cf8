package dev.florin.sandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the sandbox provider. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SandboxApplication {

  static void main(String[] args) {
    SpringApplication.run(SandboxApplication.class, args);
  }
}
