package dev.florin.identity.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.identity.user.Passwords.PasswordProperties;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordsTests {

  @Test
  void aPasswordMatchesItsOwnHashOnly() {
    Passwords passwords = new Passwords(new PasswordProperties(4));

    String hash = passwords.hash("correct horse");

    assertThat(hash).startsWith("{bcrypt}");
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    assertThat(passwords.verify("wrong horse", hash)).isFalse();
    assertThat(passwords.verify("correct horse", null)).isFalse();
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
  }

  @Test
  void anUnknownUserCostsTheSameWorkAsAKnownOne() {
    CountingEncoder encoder = new CountingEncoder();
    Passwords passwords = new Passwords(encoder);

    passwords.verify("guess", null);
    passwords.verify("guess", "hash of something");

    assertThat(encoder.compared).hasSize(2).doesNotContain("").allMatch(hash -> hash.length() > 4);
  }

  private static final class CountingEncoder implements PasswordEncoder {

    private final List<String> compared = new ArrayList<>();

    @Override
    public String encode(@Nullable CharSequence password) {
      return "hash of " + password;
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
      compared.add(String.valueOf(hash));
      return false;
    }
  }
}
