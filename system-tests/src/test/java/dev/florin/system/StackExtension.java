package dev.florin.system;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the one running stack of a name, started before the first and stopped after the last.
 */
class StackExtension implements ParameterResolver {

  private final String name;

  StackExtension() {
    this("shared");
  }

  StackExtension(String name) {
    this.name = name;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Florin.class || type == PaymentApi.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Florin.class
        ? running(context)
        : shared(context).api();
  }

  Florin running(ExtensionContext context) {
    return shared(context).running();
  }

  private Shared shared(ExtensionContext context) {
    return store(context).computeIfAbsent(name, Shared::start, Shared.class);
  }

  static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
  }

  /** The one attempt to start the stack: if it failed, it fails every test for the same reason. */
  private static final class Shared implements AutoCloseable {

    /** A third of a token's lifetime: the rest is for the test that gets it. */
    private static final Duration TOKEN_IS_NEW = Duration.ofMinutes(5);

    private final Florin florin;
    private final Optional<AssertionError> failure;
    private @Nullable PaymentApi api;
    private long apiAtNanos;
    private String apiKey = "";

    private Shared(Florin florin, Optional<AssertionError> failure) {
      this.florin = florin;
      this.failure = failure;
    }

    static Shared start(String name) {
      Florin florin = Florin.newStack(name);
      try {
        florin.up();
        return new Shared(florin, Optional.empty());
      } catch (AssertionError failure) {
        return new Shared(florin, Optional.of(failure));
      }
    }

    /** Asking for a token takes two processes, so tests that follow each other share one. */
    synchronized PaymentApi api() {
      String key = running().secret("florin.identity.signing-key");
      PaymentApi known = api;
      if (known == null
          || !apiKey.equals(key)
          || System.nanoTime() - apiAtNanos > TOKEN_IS_NEW.toNanos()) {
        known = new PaymentApi(florin);
        api = known;
        apiKey = key;
        apiAtNanos = System.nanoTime();
      }
      return known;
    }

    Florin running() {
      failure.ifPresent(
          first -> {
            throw new AssertionError("the stack did not start: " + first.getMessage(), first);
          });
      return florin;
    }

    @Override
    public void close() {
      florin.close();
    }
  }
}
