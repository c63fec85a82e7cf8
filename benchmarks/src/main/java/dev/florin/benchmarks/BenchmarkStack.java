package dev.florin.benchmarks;

import dev.florin.localstack.stack.PortPlan;
import dev.florin.localstack.stack.Service;
import dev.florin.localstack.zipkin.OtlpReceiver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stack for one benchmark: its own home, its own ports, driven through the same command line that
 * people use. It is stopped when the benchmark ends; its data stay for a look.
 */
public final class BenchmarkStack implements AutoCloseable {

  private static final String SCRIPT = "florin";
  private static final int PORT_DISTANCE = 2_000;
  private static final int DEFAULT_PORT_BASE = 8_080;
  private static final int NOT_RUNNING = 3;
  private static final int LAST_COMMAND_SECONDS = 10;

  private final Path script;
  private final Path home;
  private final int portBase;
  private final Map<String, String> environment;
  private volatile boolean stopped;
  private volatile @Nullable Process current;

  private BenchmarkStack(Path script, Path home, int portBase, Map<String, String> environment) {
    this.script = script;
    this.home = home;
    this.portBase = portBase;
    this.environment = environment;
  }

  /**
   * Starts the stack.
   *
   * @throws BenchmarkException if another stack of this home is running, since the two would share
   *     the machine, or if this one does not start
   */
  public static BenchmarkStack start() {
    return start("bench", 1, Map.of());
  }

  /**
   * Starts one of several stacks.
   *
   * @param name of its folder below the home
   * @param number from 1; each has ports of its own
   * @param environment what its parts have in their environment beside the usual
   * @throws BenchmarkException as for a single one
   */
  public static BenchmarkStack start(String name, int number, Map<String, String> environment) {
    requireNoOther();
    BenchmarkStack own =
        new BenchmarkStack(
            repository().resolve(SCRIPT),
            usersHome().resolve(name),
            usersPortBase() + number * PORT_DISTANCE,
            environment);
    // Also when the start fails or is broken off: what runs by then would stay.
    Runtime.getRuntime().addShutdownHook(new Thread(own::stopAtExit, "stop the stack"));
    own.run(true, "up", "--detach");
    return own;
  }

  /**
   * Makes sure that nothing of the user's runs meanwhile.
   *
   * @throws BenchmarkException if the user's stack is running, since it would share the machine
   */
  public static void requireNoOther() {
    BenchmarkStack users =
        new BenchmarkStack(repository().resolve(SCRIPT), usersHome(), usersPortBase(), Map.of());
    if (users.isRunning()) {
      throw new BenchmarkException(
          "a stack is running in %s and would share the machine; stop it with: ./florin down"
              .formatted(usersHome()));
    }
  }

  /** The repository that is measured. */
  public static Path repository() {
    return Path.of(System.getProperty("florin.root", ".")).toAbsolutePath().normalize();
  }

  /** The folder of the user's stack; a benchmark keeps its own below it. */
  public static Path usersHome() {
    return repository().resolve(System.getenv().getOrDefault("FLORIN_HOME", ".florin")).normalize();
  }

  /** The first port of the user's stack; a benchmark's own lie beyond. */
  public static int usersPortBase() {
    return Integer.parseInt(
        System.getenv().getOrDefault("FLORIN_PORT_BASE", Integer.toString(DEFAULT_PORT_BASE)));
  }

  private void stopAtExit() {
    if (stopped) {
      return;
    }
    endCurrent();
    try {
      run(true, "down");
    } catch (BenchmarkException e) {
      System.err.println("florin bench: the stack was not stopped: " + e.getMessage());
    }
  }

  /** A command that still runs holds the lock that stopping needs. */
  private void endCurrent() {
    Process running = current;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(LAST_COMMAND_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isRunning() {
    return Files.isDirectory(home) && exitCode(home, "status") != NOT_RUNNING;
  }

  /** An access token of the demo merchant. */
  public String token() {
    return run(false, "token").strip();
  }

  /** Where requests go. */
  public URI gateway() {
    return URI.create(status().path("gateway").asString());
  }

  /** Puts a collector where the parts of this stack send their telemetry, in place of its own. */
  public Collector replaceCollector() {
    run(false, "kill", "zipkin");
    return Collector.start(new PortPlan(portBase).otlp());
  }

  /**
   * Puts a receiver of spans where the parts of this stack send their telemetry.
   *
   * @throws BenchmarkException if it cannot listen there
   */
  public OtlpReceiver replaceCollector(Consumer<ExportTraceServiceRequest> spans) {
    run(false, "kill", "zipkin");
    try {
      return OtlpReceiver.start(new PortPlan(portBase).otlp(), spans, _ -> {});
    } catch (IOException e) {
      throw new BenchmarkException("cannot receive spans: " + e.getMessage());
    }
  }

  /**
   * Ends a service.
   *
   * @return the port on which it took requests
   */
  public int replace(Service service) {
    run(false, "kill", service.part());
    return new PortPlan(portBase).of(service);
  }

  /** The processes by the name of their part. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    for (JsonNode part : status().path("parts")) {
      pids.put(part.path("name").asString(), part.path("pid").asLong());
    }
    return pids;
  }

  private JsonNode status() {
    return JsonMapper.shared().readTree(run(false, "status", "--json"));
  }

  @Override
  public void close() {
    run(true, "down");
    stopped = true;
  }

  private String run(boolean show, String... arguments) {
    try {
      ProcessBuilder builder = process(home, arguments);
      if (show) {
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
      }
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      current = process;
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new BenchmarkException(
            "./florin %s ended with exit code %d".formatted(String.join(" ", arguments), code));
      }
      return output;
    } catch (IOException e) {
      throw new BenchmarkException("cannot run " + script + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted");
    }
  }

  private int exitCode(Path inHome, String... arguments) {
    try {
      return process(inHome, arguments)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new BenchmarkException("cannot run " + script + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted");
    }
  }

  private ProcessBuilder process(Path inHome, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("FLORIN_HOME", inHome.toString());
    builder.environment().put("FLORIN_PORT_BASE", Integer.toString(portBase));
    // Start-up caches would be made while the benchmark runs.
    builder.environment().put("FLORIN_CACHES", "off");
    return builder;
  }
}
