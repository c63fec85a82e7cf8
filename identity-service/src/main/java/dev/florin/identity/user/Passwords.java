package dev.florin.identity.user;

import dev.florin.web.problem.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/**
 * Hashes passwords. The hash names its algorithm, so that a stronger one can follow. Users who log
 * in share the turns with those who are registered, of whom there may be thousands at once: these
 * wait in a line of their own first.
 */
@Component
class Passwords {

  private final PasswordEncoder encoder;
  private final HashingTurns turns;
  private final HashingTurns registrations;
  private final String nobodysHash;

  @Autowired
  Passwords(PasswordProperties properties) {
    this(
        new DelegatingPasswordEncoder(
            "bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(properties.strength()))),
        properties);
  }

  Passwords(PasswordEncoder encoder, PasswordProperties properties) {
    this.encoder = encoder;
    this.turns = new HashingTurns(properties.places(), properties.longestWait());
    this.registrations =
        new HashingTurns(Math.max(1, properties.places() / 2), properties.longestWait());
    this.nobodysHash = encode(UUID.randomUUID().toString());
  }

  /**
   * How hard a guess is, and how many are looked at.
   *
   * @param strength the base-2 logarithm of bcrypt's rounds
   * @param atOnce how many hashes are computed at once; if null, as many as half of the processors
   * @param longestWait how long a log-in waits for its turn at most, a registration twice as long
   */
  @Validated
  @ConfigurationProperties("florin.identity.password")
  record PasswordProperties(
      @Min(4) @Max(31) @DefaultValue("12") int strength,
      @Nullable @Positive Integer atOnce,
      @NotNull @DurationMin(millis = 1) @DurationMax(seconds = 2) @DefaultValue("2s")
          Duration longestWait) {

    int places() {
      return atOnce == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : atOnce;
    }
  }

  /**
   * The hash of a new password.
   *
   * @throws ProblemException 429 if it does not get its turn in time
   */
  String hash(String password) {
    return registrations.take(() -> turns.take(() -> encode(password)));
  }

  private String encode(String password) {
    String hash = encoder.encode(password);
    if (hash == null) {
      throw new IllegalStateException("the encoder answered no hash");
    }
    return hash;
  }

  /**
   * Does the same work for an unknown user as for a known one, so that time tells nothing.
   *
   * @throws ProblemException 429 if it does not get its turn in time
   */
  boolean verify(String password, @Nullable String hash) {
    boolean matches =
        turns.take(() -> encoder.matches(password, hash == null ? nobodysHash : hash));
    return matches && hash != null;
  }
}
