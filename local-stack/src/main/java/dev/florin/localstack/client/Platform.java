package dev.florin.localstack.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line asks of the running platform, all of it through the gateway. */
public final class Platform {
  private final Api api;

  public Platform(URI gateway) {
    this.api = new Api(gateway);
  }

  /** An access token of a merchant or an operator; no scopes means all that the client has. */
  public String clientToken(String client, String secret, List<String> scopes) {
    String form = "grant_type=client_credentials";
    if (!scopes.isEmpty()) {
      form += "&scope=" + encode(String.join(" ", scopes));
    }
    String credentials = encode(client) + ":" + encode(secret);
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    Answer answer = api.postForm("/oauth2/token", Map.of("Authorization", "Basic " + basic), form);
    return token(answer, "client " + client);
  }

  /** An access token of a merchant's user. */
  public String userToken(String merchant, String user, String password) {
    Answer answer =
        api.post(
            "/api/v1/sessions",
            Map.of(),
            Map.of("merchant_id", merchant, "user_id", user, "password", password));
    return token(answer, "user " + user);
  }

  public Answer pay(String token, PaymentRequest payment) {
    return api.post(
        "/api/v1/payments",
        Map.of("Authorization", "Bearer " + token, "Idempotency-Key", payment.idempotencyKey()),
        payment.body());
  }

  /** What became of a payment. */
  public Answer timeline(String token, String paymentId) {
    // A form's plus sign would be one in a path.
    String name = encode(paymentId).replace("+", "%20");
    return api.get(
        "/api/v1/payments/" + name + "/timeline", Map.of("Authorization", "Bearer " + token));
  }

  private static String token(Answer answer, String whose) {
    Optional<String> token = answer.orRefuse("no token for " + whose).text("access_token");
    return token.orElseThrow(() -> new ApiException("the answer holds no access_token"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
