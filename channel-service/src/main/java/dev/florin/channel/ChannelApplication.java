package dev.florin.channel;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts channel-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ChannelApplication {

  static void main(String[] args) {
    SpringApplication.run(ChannelApplication.class, args);
  }
}
