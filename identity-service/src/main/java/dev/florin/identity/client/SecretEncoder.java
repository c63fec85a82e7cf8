package dev.florin.identity.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Lets a client have more than one secret where the authorization server knows of one: {@link
 * LiveClients} hands it the hashes of all that are live, with blanks between, and a secret matches
 * if it matches one of them. A hash has no blank.
 */
record SecretEncoder(PasswordEncoder one) implements PasswordEncoder {

  private static final String BETWEEN = " ";

  static String join(List<String> hashes) {
    return String.join(BETWEEN, hashes);
  }

  @Override
  public @Nullable String encode(@Nullable CharSequence secret) {
    return one.encode(secret);
  }

  String hash(String secret) {
    String hash = encode(secret);
    if (hash == null) {
      throw new IllegalStateException("the encoder answered no hash");
    }
    return hash;
  }

  @Override
  public boolean matches(@Nullable CharSequence secret, @Nullable String hashes) {
    if (hashes == null || hashes.isEmpty()) {
      return false;
    }
    for (String hash : hashes.split(BETWEEN, -1)) {
      if (one.matches(secret, hash)) {
        return true;
      }
    }
    return false;
  }
}
