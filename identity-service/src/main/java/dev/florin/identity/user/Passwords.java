package dev.florin.identity.user;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords. The hash names its algorithm, so that a stronger one can follow. */
@Component
class Passwords {

  private final PasswordEncoder encoder;
  private final String nobodysHash;

  @Autowired
  Passwords(PasswordProperties properties) {
    this(
        new DelegatingPasswordEncoder(
            "bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(properties.strength()))));
  }

  Passwords(PasswordEncoder encoder) {
    this.encoder = encoder;
    this.nobodysHash = hash(UUID.randomUUID().toString());
  }

  /**
   * How hard a guess is.
   *
   * @param strength the base-2 logarithm of bcrypt's rounds
   */
  @ConfigurationProperties("florin.identity.password")
  record PasswordProperties(@DefaultValue("12") int strength) {}

  String hash(String password) {
    String hash = encoder.encode(password);
    if (hash == null) {
      throw new IllegalStateException("the encoder answered no hash");
    }
    return hash;
  }

  /** Does the same work for an unknown user as for a known one, so that time tells nothing. */
  boolean verify(String password, @Nullable String hash) {
    boolean matches = encoder.matches(password, hash == null ? nobodysHash : hash);
    return matches && hash != null;
  }
}
