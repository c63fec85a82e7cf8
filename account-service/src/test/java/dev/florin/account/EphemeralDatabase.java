package dev.florin.account;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import dev.florin.localstack.ledger.SealKeys;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives a test's application context a database of its own. */
public class EphemeralDatabase
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Database database = EphemeralPostgres.database("account");
    TestPropertyValues.of(
            "spring.datasource.url=" + database.url(),
            "spring.datasource.username=" + database.username(),
            "spring.datasource.password=" + database.password(),
            "florin.account.seal.key=" + SealKeys.generate(),
            "FLORIN_IDENTITY_URL=" + Neighbours.url(),
            "FLORIN_CLIENT_SECRET=secret",
            "FLORIN_RISK_URL=" + Neighbours.url())
        .applyTo(context);
  }
}
