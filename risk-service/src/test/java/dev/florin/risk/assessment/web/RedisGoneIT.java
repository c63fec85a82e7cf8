package dev.florin.risk.assessment.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import dev.florin.risk.assessment.web.AssessmentCalls.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/** Redis accepts connections and never says a word: worse than being gone. */
@SpringBootTest(
    properties = {
      "FLORIN_IDENTITY_URL=http://127.0.0.1:1",
      "FLORIN_ISSUER=http://identity.test",
    })
@AutoConfigureMockMvc
class RedisGoneIT {

  private static final List<Socket> HELD = new CopyOnWriteArrayList<>();
  private static final AtomicInteger CONNECTIONS = new AtomicInteger();
  private static final ServerSocket SILENT = silentServer();

  private final AssessmentCalls calls;

  @Autowired
  RedisGoneIT(MockMvc mvc) {
    this.calls = new AssessmentCalls(mvc);
  }

  @DynamicPropertySource
  static void surroundings(DynamicPropertyRegistry registry) {
    Database database = EphemeralPostgres.database("risk");
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.data.redis.url", () -> "redis://127.0.0.1:" + SILENT.getLocalPort());
  }

  @AfterAll
  static void hangUp() throws IOException {
    SILENT.close();
    for (Socket socket : HELD) {
      socket.close();
    }
  }

  @Test
  void aPaymentGoesOnAsMediumRisk() throws Exception {
    Answer answer = assess(UUID.randomUUID().toString(), "\"19.99\"");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.field("decision")).isEqualTo("allow");
    assertThat(answer.field("level")).isEqualTo("medium");
    assertThat(answer.body()).contains("velocity_unavailable");
  }

  @Test
  void idsKeepTheirAnswers() throws Exception {
    String payment = UUID.randomUUID().toString();
    Answer first = assess(payment, "\"19.99\"");

    assertThat(assess(payment, "\"19.99\"")).isEqualTo(first);
    assertThat(assess(payment, "\"20.00\"").status()).isEqualTo(409);
  }

  @Test
  void manyAtOnceDoNotQueueForRedis() throws Exception {
    assess(UUID.randomUUID().toString(), "\"1.00\"");
    int before = CONNECTIONS.get();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(threads.submit(() -> assess(UUID.randomUUID().toString(), "\"1.00\"")));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }
    // Each attempt to connect costs its 50 ms; without the pause there would be one per request.
    assertThat(CONNECTIONS.get() - before).isLessThan(20);
  }

  private Answer assess(String payment, String amount) throws Exception {
    return calls.assess(payment, "m", "USER_1", amount);
  }

  private static ServerSocket silentServer() {
    try {
      var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(
              () -> {
                while (!server.isClosed()) {
                  try {
                    HELD.add(server.accept());
                    CONNECTIONS.incrementAndGet();
                  } catch (IOException closed) {
                    return;
                  }
                }
              });
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
