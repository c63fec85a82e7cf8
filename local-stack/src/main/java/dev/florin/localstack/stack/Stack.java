package dev.florin.localstack.stack;

import dev.florin.localstack.process.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All parts of one home on one set of ports, in the order in which they are started. */
public final class Stack {
  private final FlorinHome home;
  private final PortPlan ports;
  private final Secrets secrets;
  private final Databases databases;
  private final List<Part> parts;
  private final Starts starts = new Starts();

  public Stack(FlorinHome home, PortPlan ports, Path repository) {
    this.home = home;
    this.ports = ports;
    this.secrets = new Secrets(home.secrets());
    this.databases = new Databases(ports, secrets);
    this.parts = List.copyOf(assemble(new PlatformJars(repository)));
  }

  public FlorinHome home() {
    return home;
  }

  public PortPlan ports() {
    return ports;
  }

  public Secrets secrets() {
    return secrets;
  }

  public Databases databases() {
    return databases;
  }

  public List<Part> parts() {
    return parts;
  }

  public Optional<Part> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** The address that clients use. */
  public String gateway() {
    return ServiceEnvironment.gateway(ports);
  }

  /** Where traces can be looked at. */
  public String traces() {
    return "http://127.0.0.1:%d/zipkin/".formatted(ports.zipkin());
  }

  /** Where one trace can be looked at. */
  public String trace(String traceId) {
    return traces() + "traces/" + traceId;
  }

  /** From now on nothing is started here, so that a {@link Shutdown} leaves nothing behind. */
  public void endStarts() {
    starts.end();
  }

  Starts starts() {
    return starts;
  }

  /** The process of a part, whether it runs or not. */
  public ChildProcess process(Part part) {
    String marker =
        switch (part.name()) {
          case PostgresPart.NAME -> PostgresPart.marker(home);
          case RedisPart.NAME -> RedisPart.marker(home);
          default -> JavaProgram.marker(home, part.name());
        };
    return new ChildProcess(home.run(part.name() + ".pid"), home.log(part.name()), marker);
  }

  List<ServicePart> services() {
    return parts.stream()
        .filter(ServicePart.class::isInstance)
        .map(ServicePart.class::cast)
        .toList();
  }

  private List<Part> assemble(PlatformJars jars) {
    List<Part> assembled =
        new ArrayList<>(
            List.of(
                new PostgresPart(home, ports, databases, secrets),
                new RedisPart(home, ports),
                new KafkaPart(home, ports, jars),
                new ZipkinPart(home, ports, jars)));
    ServiceEnvironment environment = new ServiceEnvironment(ports, secrets, databases);
    for (Service service : Service.values()) {
      assembled.add(new ServicePart(home, service, ports, jars, environment));
    }
    return assembled;
  }
}
