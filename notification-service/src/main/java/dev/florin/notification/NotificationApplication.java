package dev.florin.notification;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Turns payment events into notifications of the merchants they concern. */
@SpringBootApplication
public class NotificationApplication {

  /** Starts the service. */
  public static void main(String[] args) {
    SpringApplication.run(NotificationApplication.class, args);
  }
}
