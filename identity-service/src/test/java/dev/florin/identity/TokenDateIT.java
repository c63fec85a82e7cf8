package dev.florin.identity;

import static dev.florin.identity.IdentityFixtures.MERCHANT_SECRET;
import static dev.florin.identity.IdentityFixtures.USER_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.florin.identity.merchant.Merchants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A token is dated before it is read who may have it. Dated later, one that is signed long after a
 * block would say that it was issued after it, and not be revoked.
 */
@SuppressWarnings("JavaUtilDate") // The JWT library speaks it.
class TokenDateIT {

  private static final ActingClock CLOCK = new ActingClock();

  private static IdentityServer server;

  @BeforeAll
  static void start() {
    server = IdentityServer.start(CLOCK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void forgetTheBlock() {
    CLOCK.then = () -> {};
    server
        .bean(JdbcClient.class)
        .sql("UPDATE merchant SET blocked_at = NULL, tokens_from = NULL")
        .update();
  }

  enum Way {
    BY_SECRET,
    BY_PASSWORD
  }

  @ParameterizedTest
  @EnumSource
  void aBlockAfterTheMomentThatATokenBearsIsSeenOrRevokesIt(Way way) {
    CLOCK.then = () -> server.bean(Merchants.class).block("operator", "demo");

    assertThat(ask(way).status()).as("the block is seen").isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource
  void aTokenBearsTheMomentOfReadingWhateverTheTimeOfSigning(Way way) throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(ask(way).text("access_token")).getJWTClaimsSet();

    assertThat(claims.getIssueTime()).isEqualTo(CLOCK.now);
    assertThat(claims.getNotBeforeTime()).isEqualTo(CLOCK.now);
    assertThat(claims.getExpirationTime()).isEqualTo(CLOCK.now.plus(Duration.ofMinutes(15)));
  }

  private static Reply ask(Way way) {
    return switch (way) {
      case BY_SECRET -> server.token("demo", MERCHANT_SECRET, Map.of());
      case BY_PASSWORD ->
          server.post(
              "/api/v1/sessions",
              "",
              "{\"merchant_id\": \"demo\", \"user_id\": \"USER_8\", \"password\": \"%s\"}"
                  .formatted(USER_PASSWORD));
    };
  }

  /** It stands, and something happens just after it has been looked at. */
  private static final class ActingClock extends Clock {

    private final Instant now =
        Instant.now().minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS);
    private volatile Runnable then = () -> {};

    @Override
    public Instant instant() {
      then.run();
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
