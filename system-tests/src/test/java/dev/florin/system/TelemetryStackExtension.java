package dev.florin.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** Hands tests a stack that tells all it has to tell to them, in place of the trace viewer. */
final class TelemetryStackExtension extends StackExtension {

  TelemetryStackExtension() {
    super("telemetry");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OtlpSink.class
        || super.supportsParameter(parameter, context);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    OtlpSink sink =
        store(context).computeIfAbsent("sink", _ -> OtlpSink.of(running(context)), OtlpSink.class);
    return parameter.getParameter().getType() == OtlpSink.class
        ? sink
        : super.resolveParameter(parameter, context);
  }
}
