package dev.florin.localstack.stack;

import dev.florin.localstack.process.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One of the platform's services, in a JVM of its own. */
final class ServicePart implements Part {
  private static final String READINESS = "/actuator/health/readiness";

  private final FlorinHome home;
  private final Service service;
  private final PortPlan ports;
  private final PlatformJars jars;
  private final ServiceEnvironment environment;

  ServicePart(
      FlorinHome home,
      Service service,
      PortPlan ports,
      PlatformJars jars,
      ServiceEnvironment environment) {
    this.home = home;
    this.service = service;
    this.ports = ports;
    this.jars = jars;
    this.environment = environment;
  }

  @Override
  public String name() {
    return service.part();
  }

  @Override
  public int port() {
    return ports.of(service);
  }

  @Override
  public OptionalInt managementPort() {
    return OptionalInt.of(ports.managementOf(service));
  }

  @Override
  public List<Integer> ports() {
    return List.of(port(), ports.managementOf(service));
  }

  @Override
  public List<String> needs() {
    return service.needs();
  }

  @Override
  public void prepare() {
    install();
  }

  @Override
  public void forgetFormerBuilds() {
    new ProgramFiles(home.applications()).keepOnly(service.module(), install().resolveSibling(""));
  }

  /** The gateway has to refuse at once what is too much, most of all when all are busy. */
  @Override
  public Launch launch() {
    StartupCache cache = cache();
    Launch launch =
        program(name(), cache.exists() ? List.of(cache.useOption()) : List.of(), List.of());
    return service == Service.GATEWAY ? launch : launch.givingWay();
  }

  @Override
  public boolean isHealthy(long pid) {
    return HealthEndpoint.answers(ports.managementOf(service), READINESS);
  }

  @Override
  public String complaint() {
    return "its readiness endpoint says "
        + HealthEndpoint.ask(ports.managementOf(service), READINESS);
  }

  /** A run that starts as the service does, writes the cache and ends before it serves anybody. */
  Launch training(Path output) {
    return program(
        name() + "-training",
        List.of("-XX:AOTCacheOutput=" + output),
        List.of("-Dspring.context.exit=onRefresh"));
  }

  StartupCache cache() {
    return StartupCache.beside(install());
  }

  private Launch program(String process, List<String> cacheOptions, List<String> properties) {
    List<String> options = new ArrayList<>(cacheOptions);
    options.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off"));
    options.addAll(properties);
    return new JavaProgram(
            home, process, service.heapMegabytes(), options, List.of("-jar", install().toString()))
        .launch(environment.of(service));
  }

  private Path install() {
    return new BootJar(jars.of(service))
        .install(new ProgramFiles(home.applications()), service.module());
  }
}
