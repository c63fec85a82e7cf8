package dev.florin.localstack.stack;

import dev.florin.localstack.embedded.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The environment of a service: the variables that its settings name. */
final class ServiceEnvironment {
  private static final String HERE = "127.0.0.1";

  /** Those that call others in their own name, and so have a secret with which they get tokens. */
  private static final Set<Service> CALLERS = Set.of(Service.PAYMENT, Service.ACCOUNT);

  /** The sandbox provider and who uses it. */
  private static final Set<Service> SANDBOX_USERS = Set.of(Service.CHANNEL, Service.SANDBOX_PSP);

  private final PortPlan ports;
  private final Secrets secrets;
  private final Databases databases;

  ServiceEnvironment(PortPlan ports, Secrets secrets, Databases databases) {
    this.ports = ports;
    this.secrets = secrets;
    this.databases = databases;
  }

  Map<String, String> of(Service service) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SPRING_PROFILES_ACTIVE", "local");
    variables.put("SERVER_ADDRESS", HERE);
    variables.put("SERVER_PORT", Integer.toString(ports.of(service)));
    variables.put("MANAGEMENT_SERVER_ADDRESS", HERE);
    variables.put("MANAGEMENT_SERVER_PORT", Integer.toString(ports.managementOf(service)));
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", http(ports.otlp()));
    variables.put("SPRING_DATA_REDIS_URL", "redis://%s:%d".formatted(HERE, ports.redis()));
    variables.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", "%s:%d".formatted(HERE, ports.kafka()));
    service.database().ifPresent(name -> variables.putAll(datasource(name)));
    variables.put("FLORIN_ISSUER", gateway(ports));
    if (CALLERS.contains(service)) {
      variables.put("FLORIN_CLIENT_SECRET", secrets.client(service.module()));
    }
    for (Service other : Service.values()) {
      variables.put(other.addressVariable(), http(ports.of(other)));
    }
    if (SANDBOX_USERS.contains(service)) {
      variables.put("FLORIN_SANDBOX_PSP_API_KEY", secrets.sandboxApiKey());
      variables.put("FLORIN_SANDBOX_PSP_CALLBACK_SECRET", secrets.sandboxCallbackSecret());
    }
    if (service == Service.ACCOUNT) {
      variables.put("FLORIN_ACCOUNT_SEAL_KEY", secrets.sealKey());
    }
    if (service == Service.IDENTITY) {
      // Made before identity reads the folder.
      CALLERS.forEach(caller -> secrets.client(caller.module()));
      variables.put("FLORIN_SECRETS_DIR", secrets.identityTree().toString());
    }
    return variables;
  }

  /** The address that clients know, which is also the issuer in every token. */
  static String gateway(PortPlan ports) {
    return http(ports.of(Service.GATEWAY));
  }

  private Map<String, String> datasource(String name) {
    Database database = databases.of(name);
    return Map.of(
        "SPRING_DATASOURCE_URL", database.url(),
        "SPRING_DATASOURCE_USERNAME", database.username(),
        "SPRING_DATASOURCE_PASSWORD", database.password(),
        "FLORIN_DATABASE_PASSWORD_FILE", secrets.databaseFile(name).toAbsolutePath().toString());
  }

  private static String http(int port) {
    return "http://%s:%d".formatted(HERE, port);
  }
}
