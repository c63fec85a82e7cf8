package dev.florin.identity.client;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The registered clients. Registering one again with the same secret changes nothing. */
@Component
public class Clients {

  /** Any constant will do, as long as every instance of this service takes the same. */
  private static final long REGISTRATION_LOCK = 0x0F10_0001L;

  private final RegisteredClientRepository repository;
  private final PasswordEncoder encoder;
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final ClientProperties properties;

  Clients(
      RegisteredClientRepository repository,
      PasswordEncoder encoder,
      JdbcClient jdbc,
      TransactionOperations transactions,
      ClientProperties properties) {
    this.repository = repository;
    this.encoder = encoder;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.properties = properties;
  }

  /** Registers a tenant and the client by which it asks for tokens. */
  public void registerMerchant(String merchantId, String secret) {
    register(merchantId, ClientKind.MERCHANT, secret);
  }

  void registerService(String name, String secret) {
    register(name, ClientKind.SERVICE, secret);
  }

  void registerOperator(String name, String secret) {
    register(name, ClientKind.OPERATOR, secret);
  }

  private void register(String clientId, ClientKind kind, String secret) {
    transactions.executeWithoutResult(
        _ -> {
          jdbc.sql("SELECT pg_advisory_xact_lock(?)")
              .param(REGISTRATION_LOCK)
              .query((row, _) -> true)
              .single();
          if (kind == ClientKind.MERCHANT) {
            jdbc.sql("INSERT INTO merchant (merchant_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(clientId)
                .update();
          }
          RegisteredClient known = repository.findByClientId(clientId);
          RegisteredClient wanted = describe(known, clientId, kind).build();
          if (known == null || !sameApartFromSecret(known, wanted) || !verifies(known, secret)) {
            repository.save(
                RegisteredClient.from(wanted).clientSecret(encoder.encode(secret)).build());
          }
        });
  }

  private RegisteredClient.Builder describe(
      @Nullable RegisteredClient known, String clientId, ClientKind kind) {
    String id = known == null ? UUID.randomUUID().toString() : known.getId();
    return RegisteredClient.withId(id)
        .clientId(clientId)
        .clientName(clientId)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(scopes -> scopes.addAll(kind.scopes()))
        .clientSettings(ClientSettings.builder().setting(ClientKind.SETTING, kind.name()).build())
        .tokenSettings(
            TokenSettings.builder().accessTokenTimeToLive(properties.tokenLifetime()).build());
  }

  private static boolean sameApartFromSecret(RegisteredClient known, RegisteredClient wanted) {
    return known.getScopes().equals(wanted.getScopes())
        && known.getClientSettings().equals(wanted.getClientSettings())
        && known.getTokenSettings().equals(wanted.getTokenSettings());
  }

  private boolean verifies(RegisteredClient known, String secret) {
    return encoder.matches(secret, known.getClientSecret());
  }
}
