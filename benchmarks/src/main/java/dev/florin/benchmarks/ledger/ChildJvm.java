package dev.florin.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.florin.benchmarks.BenchmarkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A JVM that takes orders, one line each, and ends with its input. */
final class ChildJvm implements AutoCloseable {

  /** What every answer's line begins with; other lines are its log. */
  static final String ANSWER = "bench: ";

  private static final int END_SECONDS = 30;

  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader output;
  private final PrintWriter log;
  private final Path logFile;

  private ChildJvm(Process process, PrintWriter log, Path logFile) {
    this.process = process;
    this.orders = new PrintWriter(process.outputWriter(UTF_8), true);
    this.output = process.inputReader(UTF_8);
    this.log = log;
    this.logFile = logFile;
  }

  /** Starts it and waits until it takes orders. */
  static ChildJvm start(List<String> command, Map<String, String> environment, Path logFile) {
    try {
      PrintWriter log = new PrintWriter(Files.newBufferedWriter(logFile), true);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      ChildJvm child = new ChildJvm(builder.start(), log, logFile);
      String _ = child.answer();
      return child;
    } catch (IOException e) {
      throw new BenchmarkException("cannot start a JVM: " + e.getMessage());
    }
  }

  /** Says what is not answered. */
  void tell(String line) {
    orders.println(line);
  }

  /** Has an order carried out. */
  <T> T order(Class<T> answer, String order) {
    orders.println(order);
    return JsonMapper.shared().readValue(answer(), answer);
  }

  private String answer() {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(ANSWER)) {
          return line.substring(ANSWER.length());
        }
        log.println(line);
      }
    } catch (IOException e) {
      throw new BenchmarkException("a process of the benchmark broke off: " + e.getMessage());
    }
    throw new BenchmarkException("a process of the benchmark ended; its log is " + logFile);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      log.close();
    }
  }
}
