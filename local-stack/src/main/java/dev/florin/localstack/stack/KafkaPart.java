package dev.florin.localstack.stack;

import dev.florin.localstack.process.Launch;
import dev.florin.localstack.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Kafka broker, in a JVM of its own. */
final class KafkaPart implements Part {
  static final String NAME = "kafka";
  private static final String MAIN = "dev.florin.localstack.kafka.KafkaNode";
  private static final int HEAP_MEGABYTES = 192;

  private final FlorinHome home;
  private final PortPlan ports;
  private final PlatformJars jars;

  KafkaPart(FlorinHome home, PortPlan ports, PlatformJars jars) {
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
    return ports.kafka();
  }

  @Override
  public List<Integer> ports() {
    return List.of(port(), ports.kafkaController());
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
            List.of("-Dlogback.configurationFile=florin-kafka-logback.xml"),
            List.of(
                "-cp",
                install() + "/*",
                MAIN,
                home.data(NAME).toString(),
                Integer.toString(port()),
                Integer.toString(ports.kafkaController()),
                readyFile().toString()))
        .launch(Map.of())
        .givingWay();
  }

  @Override
  public boolean isHealthy(long pid) {
    try {
      return Files.readString(readyFile()).equals(Long.toString(pid)) && Ports.accepts(port());
    } catch (IOException e) {
      return false; // not written yet
    }
  }

  private Path readyFile() {
    return home.run("kafka.ready");
  }

  private Path install() {
    List<Path> all =
        Stream.concat(
                Stream.of(jars.own()),
                Stream.concat(jars.libraries().stream(), jars.provided().stream()))
            .filter(jar -> !jar.getFileName().toString().startsWith("embedded-"))
            .toList();
    return new ProgramFiles(home.applications())
        .install(NAME, all, draft -> ProgramFiles.copy(all, draft));
  }
}
