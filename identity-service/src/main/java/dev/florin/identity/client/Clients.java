package dev.florin.identity.client;

import dev.florin.identity.client.ClientSecrets.NewSecret;
import dev.florin.telemetry.TraceContexts;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The registered clients. Registering one again with the same secret changes nothing. */
@Component
public class Clients {

  /** Any constant will do, as long as every instance of this service takes the same. */
  private static final long REGISTRATION_LOCK = 0x0F10_0001L;

  private final LiveClients clients;
  private final ClientSecrets secrets;
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final ClientProperties properties;

  Clients(
      LiveClients clients,
      ClientSecrets secrets,
      JdbcClient jdbc,
      TransactionOperations transactions,
      ClientProperties properties) {
    this.clients = clients;
    this.secrets = secrets;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.properties = properties;
  }

  /** Registers a tenant and the client by which it asks for tokens. */
  public void registerMerchant(String merchantId, String secret) {
    register(merchantId, ClientKind.MERCHANT, secret);
  }

  /**
   * Registers the client of a merchant that nobody has configured, and makes its secret.
   *
   * @return empty if the id is taken, by a merchant or by any other client
   */
  public Optional<NewSecret> registerMerchant(String merchantId) {
    return Objects.requireNonNull(
        transactions.execute(
            _ -> {
              lock();
              if (clients.stored(merchantId) != null) {
                return Optional.empty();
              }
              insertMerchant(merchantId);
              clients.save(
                  describe(null, merchantId, ClientKind.MERCHANT)
                      .clientSecret(secrets.hash(UUID.randomUUID().toString()))
                      .build());
              return Optional.of(secrets.issue(merchantId));
            }));
  }

  void registerService(String name, String secret) {
    register(name, ClientKind.SERVICE, secret);
  }

  void registerOperator(String name, String secret) {
    register(name, ClientKind.OPERATOR, secret);
  }

  /** Gives merchants that nobody has configured the scopes and lifetimes of this version. */
  void refreshMerchants() {
    clients.storedMerchants().stream()
        .filter(known -> !sameApartFromSecret(known, refreshed(known)))
        .forEach(this::refresh);
  }

  /** Each by itself: nobody waits for all of them, and what has changed meanwhile stays. */
  private void refresh(RegisteredClient outdated) {
    transactions.executeWithoutResult(
        _ -> {
          lock();
          RegisteredClient known = clients.stored(outdated.getClientId());
          if (known != null) {
            clients.save(refreshed(known));
          }
        });
  }

  private RegisteredClient refreshed(RegisteredClient known) {
    return describe(known, known.getClientId(), ClientKind.of(known))
        .clientSecret(Objects.requireNonNull(known.getClientSecret()))
        .build();
  }

  private void register(String clientId, ClientKind kind, String secret) {
    transactions.executeWithoutResult(
        _ -> {
          lock();
          RegisteredClient known = clients.stored(clientId);
          if (known != null) {
            requireKind(known, kind);
          }
          if (kind == ClientKind.MERCHANT) {
            insertMerchant(clientId);
          }
          RegisteredClient wanted = describe(known, clientId, kind).build();
          boolean replaced = !secrets.knows(clientId, secret);
          if (known == null || !sameApartFromSecret(known, wanted) || replaced) {
            String hash = secrets.hash(secret);
            clients.save(RegisteredClient.from(wanted).clientSecret(hash).build());
            if (replaced) {
              secrets.configure(clientId, hash);
            }
          }
        });
  }

  /** Merchants choose their ids at run time: none is to get what a service may do by its name. */
  private static void requireKind(RegisteredClient known, ClientKind kind) {
    ClientKind registered = ClientKind.of(known);
    if (registered != kind) {
      throw new IllegalStateException(
          "client %s is registered as %s and cannot be configured as %s: take another name for it"
              .formatted(known.getClientId(), registered, kind));
    }
  }

  private void lock() {
    jdbc.sql("SELECT pg_advisory_xact_lock(?)")
        .param(REGISTRATION_LOCK)
        .query((row, _) -> true)
        .single();
  }

  private void insertMerchant(String merchantId) {
    jdbc.sql(
            """
            INSERT INTO merchant (merchant_id, trace_id) VALUES (?, ?) ON CONFLICT DO NOTHING
            """)
        .param(merchantId)
        .param(TraceContexts.traceId())
        .update();
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
}
