package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.process.Ports;
import dev.florin.localstack.process.Waiting;
import dev.florin.localstack.stack.Service;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The account service in a process of its own, in the JVM that the stack gives it, but with both
 * compilers: the stack does without the second to start faster.
 */
final class AccountService implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int END_SECONDS = 20;
  private static final int OK = 200;

  private static final List<String> BOTH_COMPILERS =
      List.of("-XX:TieredStopAtLevel=4", "-XX:ReservedCodeCacheSize=128m");

  private final Process process;

  private AccountService(Process process) {
    this.process = process;
  }

  /** The service's settings for one database and these ports; 0 is any. */
  static Map<String, String> environment(
      Surroundings surroundings, Database database, int port, int managementPort) {
    Map<String, String> environment = new LinkedHashMap<>(surroundings.environment());
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
    environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
    environment.put("SPRING_DATASOURCE_URL", database.url());
    environment.put("SPRING_DATASOURCE_USERNAME", database.username());
    environment.put("SPRING_DATASOURCE_PASSWORD", database.password());
    // Named by its settings, not called by what is measured.
    environment.put("FLORIN_RISK_URL", surroundings.address());
    environment.put("FLORIN_CLIENT_SECRET", "unused");
    environment.put("FLORIN_ACCOUNT_SEAL_KEY", sealKey());
    environment.put("MALLOC_ARENA_MAX", "2");
    return environment;
  }

  private static String sealKey() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      return Base64.getEncoder().encodeToString(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /** Starts the service and waits until it is ready. */
  static AccountService start(
      AccountProgram program,
      List<String> options,
      Map<String, String> environment,
      int managementPort,
      Path log) {
    List<String> command = new ArrayList<>();
    command.add(AccountProgram.java().toString());
    command.addAll(Service.ACCOUNT.jvmOptions());
    command.addAll(BOTH_COMPILERS);
    command.addAll(options);
    command.addAll(List.of("-jar", program.jar().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Ports.requireFree(managementPort, "the account service");
    try {
      AccountService service = new AccountService(builder.start());
      Runtime.getRuntime().addShutdownHook(new Thread(service.process::destroy));
      service.awaitReady(managementPort, log);
      return service;
    } catch (IOException e) {
      throw new BenchmarkException("cannot start the account service: " + e.getMessage());
    }
  }

  long pid() {
    return process.pid();
  }

  private void awaitReady(int managementPort, Path log) {
    URI readiness =
        URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(managementPort));
    boolean ready =
        Waiting.until(START_LIMIT, POLL, () -> !process.isAlive() || answersOk(readiness));
    if (!ready || !process.isAlive()) {
      close();
      throw new BenchmarkException("the account service did not start; its log is " + log);
    }
  }

  private static boolean answersOk(URI address) {
    try {
      HttpURLConnection request = (HttpURLConnection) address.toURL().openConnection();
      try {
        return request.getResponseCode() == OK;
      } finally {
        request.disconnect();
      }
    } catch (IOException e) {
      return false; // not up yet
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
