package dev.florin.risk;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import dev.florin.localstack.embedded.EphemeralRedis;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service over a real database and a real Redis. */
@SpringBootTest(
    properties = {
      "FLORIN_IDENTITY_URL=http://127.0.0.1:1",
      "FLORIN_ISSUER=http://identity.test",
      "florin.risk.velocity.exempt-merchants=exempt",
      // A loaded machine must not look like a slow Redis or a full pool; RedisGoneIT keeps the
      // real time-outs.
      "florin.web.deadline.budget=20s",
      "spring.datasource.hikari.connection-timeout=10000",
      "spring.data.redis.timeout=5s",
      "spring.data.redis.connect-timeout=5s",
    })
@AutoConfigureMockMvc
public abstract class RiskIntegration {

  @DynamicPropertySource
  static void surroundings(DynamicPropertyRegistry registry) {
    Database database = EphemeralPostgres.database("risk");
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.data.redis.url", EphemeralRedis::url);
  }
}
