package dev.florin.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.florin.benchmarks.BenchmarkException;
import dev.florin.benchmarks.Collector;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the service needs around it: an issuer, whose tokens it verifies against published keys, and
 * a collector, which takes its traces and logs.
 */
final class Surroundings implements AutoCloseable {

  private static final int RSA_BITS = 2048;
  private static final String KEY_ID = "bench";
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private final HttpServer server;
  private final KeyPair keys;
  private final Collector collector = Collector.start(0);

  private Surroundings(HttpServer server, KeyPair keys) {
    this.server = server;
    this.keys = keys;
  }

  static Surroundings start() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Surroundings surroundings = new Surroundings(server, generator.generateKeyPair());
      server.createContext("/oauth2/jwks", exchange -> answer(exchange, surroundings.jwks()));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return surroundings;
    } catch (IOException | GeneralSecurityException e) {
      throw new BenchmarkException("cannot start the token issuer: " + e.getMessage());
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The settings by which the service finds all this, traces one request in ten, and is alone. */
  Map<String, String> environment() {
    return Map.of(
        "FLORIN_IDENTITY_URL",
        address(),
        "FLORIN_ISSUER",
        address(),
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        collector.address(),
        "MANAGEMENT_TRACING_SAMPLING_PROBABILITY",
        "0.1",
        "SPRING_KAFKA_BOOTSTRAP_SERVERS",
        "127.0.0.1:9",
        "SPRING_KAFKA_LISTENER_AUTO_STARTUP",
        "false");
  }

  /** A token such as payment-service gets for its calls. */
  String serviceToken() {
    Instant now = Instant.now();
    Map<String, Object> header = Map.of("alg", "RS256", "typ", "JWT", "kid", KEY_ID);
    Map<String, Object> claims =
        Map.of(
            "iss", address(),
            "sub", "payment-service",
            "aud", List.of("florin"),
            "scope", "internal",
            "iat", now.getEpochSecond(),
            "exp", now.plus(TOKEN_LIFE).getEpochSecond());
    String content =
        base64(json(header).getBytes(UTF_8)) + "." + base64(json(claims).getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(content.getBytes(UTF_8));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform signs with RSA", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    collector.close();
  }

  private String jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return json(
        Map.of(
            "keys",
            List.of(
                Map.of(
                    "kty",
                    "RSA",
                    "use",
                    "sig",
                    "alg",
                    "RS256",
                    "kid",
                    KEY_ID,
                    "n",
                    base64(unsigned(key.getModulus())),
                    "e",
                    base64(unsigned(key.getPublicExponent()))))));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String json(Map<String, Object> object) {
    return JsonMapper.shared().writeValueAsString(object);
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    try (exchange) {
      byte[] bytes = json.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
