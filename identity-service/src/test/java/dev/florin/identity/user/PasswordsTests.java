package dev.florin.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.identity.user.Passwords.PasswordProperties;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordsTests {

  @Test
  void aPasswordMatchesItsOwnHashOnly() {
    Passwords passwords = new Passwords(new PasswordProperties(4, null, Duration.ofSeconds(2)));

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
    Passwords passwords =
        new Passwords(encoder, new PasswordProperties(4, null, Duration.ofSeconds(2)));

    passwords.verify("guess", null);
    passwords.verify("guess", "hash of something");

    assertThat(encoder.compared).hasSize(2).doesNotContain("").allMatch(hash -> hash.length() > 4);
  }

  @Test
  void usersLogInWhileMoreAreRegisteredThanCanBe() {
    WaitingEncoder encoder = new WaitingEncoder();
    Passwords passwords =
        new Passwords(encoder, new PasswordProperties(4, 2, Duration.ofMillis(50)));
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> passwords.hash("first"));
    WaitingEncoder.await(encoder.begun);

    assertThatThrownBy(() -> passwords.hash("second"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.errorCode()).isEqualTo(CommonError.OVERLOADED);
              assertThat(refused.retryAfterSeconds()).isEqualTo(1);
            });
    assertThat(passwords.verify("guess", "hash of guess")).isTrue();

    encoder.go.countDown();
    assertThat(first.join()).isEqualTo("hash of first");
    assertThat(passwords.hash("second")).isEqualTo("hash of second");
  }

  @Test
  void aLogInWaitsForItsTurnAndNotForEver() {
    WaitingEncoder encoder = new WaitingEncoder();
    Passwords passwords =
        new Passwords(encoder, new PasswordProperties(4, 1, Duration.ofMillis(50)));
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> passwords.hash("first"));
    WaitingEncoder.await(encoder.begun);

    assertThatThrownBy(() -> passwords.verify("guess", "hash of guess"))
        .isInstanceOf(ProblemException.class);

    encoder.go.countDown();
    first.join();
    assertThat(passwords.verify("guess", "hash of guess")).isTrue();
  }

  /** Takes its time over the first password. */
  private static final class WaitingEncoder implements PasswordEncoder {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public String encode(@Nullable CharSequence password) {
      if ("first".contentEquals(String.valueOf(password))) {
        begun.countDown();
        await(go);
      }
      return "hash of " + password;
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
      return ("hash of " + password).equals(hash);
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
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
