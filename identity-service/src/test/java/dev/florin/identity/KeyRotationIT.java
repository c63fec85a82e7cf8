package dev.florin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.florin.localstack.embedded.Database;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The key that signs tokens is replaced in three starts, and no token is refused meanwhile. */
class KeyRotationIT {

  private static final String SIGNING = "florin.identity.signing-key";
  private static final String OTHER = "florin.identity.other-key";

  @Test
  void everyTokenIsGoodUntilItExpiresWhileTheKeyIsReplaced() {
    Database database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    String oldKey = secrets.getOrDefault(SIGNING, "");
    String newKey = IdentityFixtures.pem(2048);

    secrets.put(OTHER, newKey);
    String before;
    List<String> published;
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      before = token(server);
      published = keys(server);
      assertThat(published).hasSize(2).contains(keyOf(before));
    }

    secrets.put(SIGNING, newKey);
    secrets.put(OTHER, oldKey);
    String after;
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      after = token(server);
      assertThat(keys(server)).containsExactlyInAnyOrderElementsOf(published);
      assertThat(published).contains(keyOf(after)).doesNotHaveDuplicates();
      assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
      assertThat(register(server, before)).as("signed with the old key").isEqualTo(201);
      assertThat(register(server, after)).isEqualTo(201);
    }

    secrets.remove(OTHER);
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      assertThat(keys(server)).containsExactly(keyOf(after));
      assertThat(register(server, before)).as("its time is over").isEqualTo(401);
      assertThat(register(server, after)).isEqualTo(201);
    }
  }

  @Test
  void noPrivateKeyIsPublished() {
    Map<String, String> secrets = IdentityFixtures.secrets();
    secrets.put(OTHER, IdentityFixtures.pem(2048));
    try (IdentityServer server = IdentityServer.start(IdentityFixtures.database(), secrets)) {
      assertThat(server.get("/oauth2/jwks").json().path("keys"))
          .hasSize(2)
          .allSatisfy(
              key ->
                  assertThat(key.propertyNames())
                      .containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e"));
    }
  }

  private static List<String> keys(IdentityServer server) {
    return server
        .get("/oauth2/jwks")
        .json()
        .path("keys")
        .valueStream()
        .map(key -> key.path("kid").asString())
        .toList();
  }

  private static String token(IdentityServer server) {
    return server.token("demo", IdentityFixtures.MERCHANT_SECRET, Map.of()).text("access_token");
  }

  private static String keyOf(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static int register(IdentityServer server, String token) {
    return server
        .post(
            "/api/v1/users",
            token,
            "{\"user_id\": \"u-%s\", \"password\": \"correct horse battery\"}"
                .formatted(UUID.randomUUID()))
        .status();
  }
}
