package dev.florin.localstack.cli;

import dev.florin.localstack.client.Platform;
import dev.florin.localstack.stack.FlorinHome;
import dev.florin.localstack.stack.Part;
import dev.florin.localstack.stack.PortMemory;
import dev.florin.localstack.stack.PortPlan;
import dev.florin.localstack.stack.Stack;
import dev.florin.localstack.stack.Status;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where the command runs: the repository, the home, the ports and the stack that they make. */
final class Surroundings {
  static final String DEMO_MERCHANT = "demo";

  private final Map<String, String> environment;
  private final Path repository;

  Surroundings(Map<String, String> environment, Path repository) {
    this.environment = Map.copyOf(environment);
    this.repository = repository.toAbsolutePath().normalize();
  }

  static Surroundings ofThisProcess() {
    return new Surroundings(System.getenv(), Path.of(System.getProperty("florin.root", ".")));
  }

  Path repository() {
    return repository;
  }

  FlorinHome home() {
    return new FlorinHome(repository.resolve(environment.getOrDefault("FLORIN_HOME", ".florin")));
  }

  /**
   * The stack of this home.
   *
   * @throws IllegalArgumentException if it runs elsewhere than the environment says: it would be
   *     moved, or not be found, without anybody having asked for that
   */
  Stack stack() {
    FlorinHome home = home();
    int remembered = PortMemory.base(home);
    Stack stack = new Stack(home, PortPlan.from(environment, remembered), repository);
    int named = stack.ports().base();
    if (named != remembered && Status.isAnyRunning(stack)) {
      throw new IllegalArgumentException(
          """
          the stack in %1$s runs on FLORIN_PORT_BASE=%2$d, not %3$d.
                  To move it, stop it first: FLORIN_PORT_BASE=%2$d %4$s down
                  For another one beside it: FLORIN_HOME=~/florin2 FLORIN_PORT_BASE=%3$d %4$s up"""
              .formatted(home.root(), remembered, named, script()));
    }
    return stack;
  }

  /** How the launcher is called from the folder in which the person is. */
  String script() {
    boolean inRepository = Path.of("").toAbsolutePath().equals(repository);
    return inRepository ? "./florin" : repository.resolve("florin").toString();
  }

  Platform platform(Stack stack) {
    return new Platform(URI.create(stack.gateway()));
  }

  /** Background work that makes later starts faster can be switched off, as for measurements. */
  boolean warmsCaches() {
    return !"off".equals(environment.get("FLORIN_CACHES")) && !environment.containsKey("CI");
  }

  static void requireRunning(Stack stack) {
    if (!Status.isAnyRunning(stack)) {
      throw new NotRunningException(
          "no stack is running in %s; start it with ./florin up".formatted(stack.home().root()));
    }
  }

  /** What a command needs beyond a stack that runs. */
  static void requireHealthy(Stack stack, String name) {
    Part part = stack.part(name).orElseThrow();
    boolean healthy =
        stack.process(part).running().filter(it -> part.isHealthy(it.pid())).isPresent();
    if (!healthy) {
      throw new NotRunningException(
          "%s is not healthy; ./florin up starts it again".formatted(name));
    }
  }
}
