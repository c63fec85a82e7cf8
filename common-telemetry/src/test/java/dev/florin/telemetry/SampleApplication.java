package dev.florin.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskExecutor;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.server.ResponseStatusException;

/** A service with one of everything that telemetry follows. */
@SpringBootConfiguration
@EnableAutoConfiguration
class SampleApplication {

  static final String TOPIC = "sample.events";

  @Bean
  SecurityFilterChain openToAll(HttpSecurity http) {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll()).build();
  }

  @RestController
  static class Orders {

    private static final Logger logger = LoggerFactory.getLogger(Orders.class);

    private final ObservationRegistry observations;
    private final RestClient client;
    private final JdbcClient jdbc;
    private final StringRedisTemplate redis;
    private final KafkaTemplate<String, String> kafka;
    private final TaskExecutor executor;
    private final Environment environment;

    Orders(
        ObservationRegistry observations,
        RestClient.Builder client,
        JdbcClient jdbc,
        StringRedisTemplate redis,
        KafkaTemplate<String, String> kafka,
        TaskExecutor applicationTaskExecutor,
        Environment environment) {
      this.observations = observations;
      this.client = client.build();
      this.jdbc = jdbc;
      this.redis = redis;
      this.kafka = kafka;
      this.executor = applicationTaskExecutor;
      this.environment = environment;
    }

    @GetMapping("/orders/{id}")
    String order(@PathVariable String id) {
      return Observation.createNotStarted("order.process", observations)
          .highCardinalityKeyValue("user_id", "USER_1")
          .highCardinalityKeyValue("card.pan", "4111111111111111")
          .highCardinalityKeyValue("note", "paid with 4111 1111 1111 1111")
          .observe(() -> process(id));
    }

    private String process(String id) {
      logger
          .atInfo()
          .addKeyValue("step", "process")
          .addKeyValue("client_secret", "sesame")
          .log("order {} paid with 4111111111111111", id);
      client
          .get()
          .uri(base() + "/prices/{id}?api_key=sesame&currency=USD", id)
          .retrieve()
          .toBodilessEntity();
      jdbc.sql("INSERT INTO sample (id) VALUES (?)").param(id).update();
      jdbc.sql("SELECT count(*) FROM sample WHERE id = ?").param(id).query(Long.class).single();
      redis.opsForValue().set("order:" + id, "1");
      kafka.send(TOPIC, id, "{}").join();
      return CompletableFuture.supplyAsync(() -> String.valueOf(TraceContexts.traceId()), executor)
          .join();
    }

    private String base() {
      return "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port");
    }

    @GetMapping("/prices/{id}")
    String price(@PathVariable String id) {
      return URI.create(id).getPath();
    }

    @GetMapping("/refused")
    String refused() {
      throw new ResponseStatusException(HttpStatus.CONFLICT);
    }

    @GetMapping("/broken")
    String broken() {
      throw new IllegalStateException("no such card: 4111111111111111");
    }

    /** Sets baggage as an edge does, by OpenTelemetry's own means. */
    @GetMapping("/edge/{id}")
    @Nullable String edge(@PathVariable String id) {
      Baggage baggage = Baggage.builder().put("session_id", "S_1").build();
      try (Scope _ = baggage.makeCurrent()) {
        return Observation.createNotStarted("edge.step", observations)
            .observe(
                () -> client.get().uri(base() + "/prices/{id}", id).retrieve().body(String.class));
      }
    }

    @KafkaListener(topics = TOPIC, id = "sample")
    void consume(String event) {
      jdbc.sql("UPDATE sample SET consumed = true WHERE ? = ?").param(event).param(event).update();
    }
  }
}
