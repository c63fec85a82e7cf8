package dev.florin.system;

import java.util.Optional;
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
    Florin florin = running(context);
    return parameter.getParameter().getType() == Florin.class ? florin : new PaymentApi(florin);
  }

  Florin running(ExtensionContext context) {
    return store(context).computeIfAbsent(name, Shared::start, Shared.class).running();
  }

  static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
  }

  /** The one attempt to start the stack: if it failed, it fails every test for the same reason. */
  private record Shared(Florin florin, Optional<AssertionError> failure) implements AutoCloseable {

    static Shared start(String name) {
      Florin florin = Florin.newStack(name);
      try {
        florin.up();
        return new Shared(florin, Optional.empty());
      } catch (AssertionError failure) {
        return new Shared(florin, Optional.of(failure));
      }
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
