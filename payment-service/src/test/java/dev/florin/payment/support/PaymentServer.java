package dev.florin.payment.support;

import static org.awaitility.Awaitility.await;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import dev.florin.localstack.embedded.EphemeralRedis;
import dev.florin.payment.PaymentApplication;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The service with a real PostgreSQL, Redis and Kafka, among scripted neighbours. Payments are
 * resumed only when a test says so.
 */
@SpringBootTest(
    classes = PaymentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "management.server.address=127.0.0.1",
      "server.address=127.0.0.1",
      "florin.payment.resolution.interval=1d",
      // What one test repeats is not for the next one to miss.
      "florin.payment.clients.repeat-percentage=100"
    })
@EmbeddedKafka(
    topics = {"payment.events", "channel.events", "channel.events.dlt"},
    partitions = 2,
    bootstrapServersProperty = "spring.kafka.bootstrap-servers")
@Import(RecordingConfiguration.class)
public abstract class PaymentServer {

  protected static final Downstreams DOWNSTREAMS = new Downstreams();
  protected static final TcpProxy REDIS = new TcpProxy(URI.create(EphemeralRedis.url()));

  /** The tests' own way to Redis: they wait where the service does not. */
  protected static final RedisCommands<String, String> ANSWERS =
      RedisClient.create(EphemeralRedis.url()).connect().sync();

  private static final Database DATABASE = EphemeralPostgres.database("payment");

  @LocalServerPort private int port;
  @Autowired protected JdbcClient jdbc;
  @Autowired private CircuitBreakerRegistry breakers;
  @Autowired private StringRedisTemplate redisConnection;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", DATABASE::url);
    registry.add("spring.datasource.username", DATABASE::username);
    registry.add("spring.datasource.password", DATABASE::password);
    registry.add("spring.data.redis.url", () -> "redis://127.0.0.1:" + REDIS.port());
    registry.add("FLORIN_IDENTITY_URL", DOWNSTREAMS::url);
    registry.add("FLORIN_ISSUER", () -> Tokens.ISSUER);
    registry.add("FLORIN_CLIENT_SECRET", () -> "secret");
    registry.add("FLORIN_RISK_URL", DOWNSTREAMS::url);
    registry.add("FLORIN_ACCOUNT_URL", DOWNSTREAMS::url);
    registry.add("FLORIN_CHANNEL_URL", DOWNSTREAMS::url);
    registry.add("FLORIN_NOTIFICATION_URL", DOWNSTREAMS::url);
  }

  @BeforeEach
  void everythingWorks() {
    DOWNSTREAMS.reset();
    REDIS.mend();
    // The client finds out by itself, in its own time, that its connection was cut.
    await().ignoreExceptions().until(() -> !redisConnection.hasKey("any key"));
    breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    whatOtherTestsLeftOpenIsNotDue();
  }

  private void whatOtherTestsLeftOpenIsNotDue() {
    jdbc.sql("UPDATE payment SET resume_at = now() + interval '1 d' WHERE status = 'processing'")
        .update();
    jdbc.sql(
            """
            UPDATE payment_operation SET resume_at = now() + interval '1 d'
            WHERE status = 'pending'
            """)
        .update();
    jdbc.sql(
            """
            UPDATE payment_reassessment SET resume_at = now() + interval '1 d'
            WHERE decision IS NULL
            """)
        .update();
  }

  /** The keys under which the cache holds answers to a merchant. */
  protected static List<String> cachedAnswers(String merchantId) {
    return ANSWERS.keys("idempotency:" + merchantId + ":*");
  }

  /** Only PostgreSQL remembers what a merchant was answered. */
  protected static void forgetCachedAnswers(String merchantId) {
    cachedAnswers(merchantId).forEach(ANSWERS::del);
  }

  /** A client with a merchant's token. */
  protected Api merchant(String merchantId) {
    return new Api(port, Tokens.merchant(merchantId));
  }

  /** A client with an operator's token. */
  protected Api operator() {
    return new Api(port, Tokens.operator("olga"));
  }

  /** A client with a token. */
  protected Api with(String token) {
    return new Api(port, token);
  }

  /** A merchant that no other test knows. */
  protected static String newMerchant() {
    return "m-" + UUID.randomUUID();
  }

  protected static String newKey() {
    return UUID.randomUUID().toString();
  }

  /** The body of a payment of 19.99 USD. */
  protected static String body(String paymentId) {
    return body(paymentId, "19.99", "USD");
  }

  protected static String body(String paymentId, String amount, String currency) {
    return """
    {"payment_id": "%s", "user_id": "USER_1", "amount": "%s", "currency": "%s",
     "payment_method": "credit_card", "payment_token": "tok_4242424242424242"}
    """
        .formatted(paymentId, amount, currency);
  }

  /** The body of a payment that is captured by hand. */
  protected static String manual(String paymentId, String amount) {
    return body(paymentId, amount, "USD").replaceFirst("\\{", "{\"capture_method\": \"manual\",");
  }

  /** Sends the same request, or several, from as many callers at once. */
  protected static List<Api.Reply> together(List<Callable<Api.Reply>> calls) {
    var barrier = new CyclicBarrier(calls.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Reply>> replies =
          calls.stream()
              .map(
                  call ->
                      threads.submit(
                          () -> {
                            barrier.await();
                            return call.call();
                          }))
              .toList();
      threads.shutdown();
      await().atMost(Duration.ofSeconds(60)).until(threads::isTerminated);
      return replies.stream().map(Future::resultNow).toList();
    }
  }

  protected UUID uuidOf(String merchantId, String paymentId) {
    return jdbc.sql("SELECT uuid FROM payment WHERE merchant_id = ? AND payment_id = ?")
        .params(merchantId, paymentId)
        .query(UUID.class)
        .single();
  }

  protected String statusOf(String merchantId, String paymentId) {
    return jdbc.sql("SELECT status FROM payment WHERE merchant_id = ? AND payment_id = ?")
        .params(merchantId, paymentId)
        .query(String.class)
        .single();
  }

  protected long paymentsOf(String merchantId) {
    return jdbc.sql("SELECT count(*) FROM payment WHERE merchant_id = ?")
        .param(merchantId)
        .query(Long.class)
        .single();
  }
}
