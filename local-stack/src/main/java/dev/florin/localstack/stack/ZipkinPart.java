package dev.florin.localstack.stack;

import dev.florin.localstack.process.Launch;
import dev.florin.localstack.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Zipkin with the OpenTelemetry receiver before it, in one JVM; traces live in its memory. */
final class ZipkinPart implements Part {
  static final String NAME = "zipkin";
  private static final String MAIN = "dev.florin.localstack.zipkin.TraceStore";
  private static final int HEAP_MEGABYTES = 192;
  private static final int MOST_SPANS = 40_000;
  private static final List<String> RECEIVER_LIBRARIES =
      List.of("opentelemetry-proto", "protobuf-java", "jackson-databind-3", "jackson-core-3");

  private final FlorinHome home;
  private final PortPlan ports;
  private final PlatformJars jars;

  ZipkinPart(FlorinHome home, PortPlan ports, PlatformJars jars) {
    this.home = home;
    this.ports = ports;
    this.jars = jars;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int port() {
    return ports.zipkin();
  }

  @Override
  public List<Integer> ports() {
    return List.of(port(), ports.otlp());
  }

  @Override
  public void prepare() {
    install();
  }

  @Override
  public void forgetFormerBuilds() {
    new ProgramFiles(home.applications()).keepOnly(NAME, install());
  }

  @Override
  public Launch launch() {
    return new JavaProgram(
            home,
            NAME,
            HEAP_MEGABYTES,
            List.of(),
            List.of(
                "-cp",
                install() + "/*",
                MAIN,
                Integer.toString(ports.otlp()),
                Integer.toString(port())))
        .launch(environment())
        .givingWay();
  }

  @Override
  public boolean isHealthy(long pid) {
    return HealthEndpoint.answers(port(), "/health") && Ports.accepts(ports.otlp());
  }

  private Map<String, String> environment() {
    return Map.of(
        // A list from the environment replaces the whole one of Zipkin's own settings.
        "ARMERIA_PORTS_0_PORT", Integer.toString(port()),
        "ARMERIA_PORTS_0_IP", "127.0.0.1",
        "ARMERIA_PORTS_0_PROTOCOLS_0", "http",
        "STORAGE_TYPE", "mem",
        "MEM_MAX_SPANS", Integer.toString(MOST_SPANS),
        "SELF_TRACING_ENABLED", "false",
        "LOGGING_LEVEL_ROOT", "WARN");
  }

  private Path install() {
    List<Path> all = new ArrayList<>(List.of(jars.own(), jars.zipkin()));
    Stream.concat(jars.libraries().stream(), jars.provided().stream())
        .filter(jar -> RECEIVER_LIBRARIES.stream().anyMatch(name -> isNamed(jar, name)))
        .forEach(all::add);
    return new ProgramFiles(home.applications()).install(NAME, all, draft -> fill(draft, all));
  }

  private void fill(Path draft, List<Path> all) throws IOException {
    ProgramFiles.copy(all.stream().filter(jar -> !jar.equals(jars.zipkin())).toList(), draft);
    flatten(jars.zipkin(), draft);
  }

  /** A jar of jars becomes jars beside each other, which load faster and take less memory. */
  private static void flatten(Path bootJar, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(bootJar.toFile());
        OutputStream file = Files.newOutputStream(folder.resolve("zipkin-server.jar"));
        JarOutputStream classes = new JarOutputStream(file)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (entry.isDirectory()) {
          continue;
        }
        try (InputStream content = zip.getInputStream(entry)) {
          if (name.startsWith("BOOT-INF/lib/")) {
            Files.copy(content, folder.resolve(Path.of(name).getFileName()));
          } else if (name.startsWith("BOOT-INF/classes/")) {
            classes.putNextEntry(new ZipEntry(name.substring("BOOT-INF/classes/".length())));
            content.transferTo(classes);
            classes.closeEntry();
          }
        }
      }
    }
  }

  private static boolean isNamed(Path jar, String prefix) {
    return jar.getFileName().toString().startsWith(prefix);
  }
}
