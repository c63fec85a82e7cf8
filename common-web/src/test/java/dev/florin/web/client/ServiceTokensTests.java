package dev.florin.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

class ServiceTokensTests {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger fetched = new AtomicInteger();

  @Test
  void keepsATokenForFourFifthsOfItsLifetime() {
    ServiceTokens tokens = tokens(this::nextToken);

    assertThat(tokens.current()).isEqualTo("token-1");
    set(79);
    assertThat(tokens.current()).isEqualTo("token-1");
    set(81);
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void letsOthersGoOnWithTheValidTokenWhileOneRenews() throws Exception {
    CountDownLatch renewing = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    ServiceTokens tokens =
        tokens(
            request -> {
              if (fetched.get() == 1) {
                renewing.countDown();
                await(mayFinish);
              }
              return nextToken(request);
            });
    tokens.current();
    set(90);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> renewer = threads.submit(tokens::current);
      await(renewing);
      assertThat(tokens.current()).isEqualTo("token-1");
      mayFinish.countDown();
      assertThat(renewer.get()).isEqualTo("token-2");
    }
    assertThat(fetched).hasValue(2);
  }

  @Test
  void givesUpATokenThatIsRefusedOnceAndNotOneThatIsFresh() {
    ServiceTokens tokens = tokens(this::nextToken);
    tokens.current();
    set(9);
    assertThat(tokens.giveUp("token-1")).as("another one would be refused as well").isFalse();
    set(11);

    assertThat(tokens.giveUp("token-1")).isTrue();
    assertThat(tokens.current()).isEqualTo("token-2");
    assertThat(tokens.giveUp("token-1")).as("somebody was faster").isTrue();
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void saysSoWhenNoTokenIsToBeHad() {
    ServiceTokens tokens =
        tokens(
            request -> {
              throw new OAuth2AuthorizationException(
                  new org.springframework.security.oauth2.core.OAuth2Error("invalid_client"));
            });

    assertThatExceptionOfType(OAuth2AuthorizationException.class).isThrownBy(tokens::current);
  }

  private ServiceTokens tokens(
      org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient<
              OAuth2ClientCredentialsGrantRequest>
          endpoint) {
    return new ServiceTokens(endpoint, registration(), now::get);
  }

  private void set(int secondsAfterStart) {
    now.set(Duration.ofSeconds(secondsAfterStart).toNanos());
  }

  private OAuth2AccessTokenResponse nextToken(OAuth2ClientCredentialsGrantRequest request) {
    return OAuth2AccessTokenResponse.withToken("token-" + fetched.incrementAndGet())
        .tokenType(OAuth2AccessToken.TokenType.BEARER)
        .expiresIn(100)
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(
              latch.await(
                  Duration.ofSeconds(10).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS))
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static ClientRegistration registration() {
    return ClientRegistration.withRegistrationId("florin")
        .clientId("payment-service")
        .clientSecret("secret")
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .tokenUri("http://identity/oauth2/token")
        .build();
  }
}
