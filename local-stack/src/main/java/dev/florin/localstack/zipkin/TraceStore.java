package dev.florin.localstack.zipkin;

import java.lang.reflect.Method;

/** The main class of the part {@code zipkin}: the receiver and Zipkin itself in one JVM. */
public final class TraceStore {
  /** Not known when this is compiled: Zipkin is published as a program, not as a library. */
  private static final String ZIPKIN = "zipkin.server.ZipkinServer";

  private TraceStore() {}

  /** Arguments: the receiver's port, Zipkin's port. */
  public static void main(String... arguments) throws Exception {
    ZipkinClient client = new ZipkinClient(Integer.parseInt(arguments[1]));
    OtlpReceiver.start(
        Integer.parseInt(arguments[0]), request -> client.offer(ZipkinSpans.of(request)));
    client.start();
    Method main = Class.forName(ZIPKIN).getMethod("main", String[].class);
    main.invoke(null, (Object) new String[0]);
  }
}
