package dev.florin.localstack.stack;

import dev.florin.localstack.process.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A JVM of the stack. Many share one small machine: each has a small heap, the serial collector,
 * compact object headers and the first compiler only, which saves memory and half of the start.
 *
 * @param options the JVM's own, behind those that all have
 * @param program what the JVM runs, with its arguments
 */
record JavaProgram(
    FlorinHome home, String part, int heapMegabytes, List<String> options, List<String> program) {
  static final List<String> SETTINGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=128m",
          "-XX:MaxDirectMemorySize=64m",
          "-XX:MetaspaceSize=128m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "-Xss512k",
          "-Dfile.encoding=UTF-8",
          "-Djava.awt.headless=true",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** The argument by which a process is known as this part of this home. */
  static String marker(FlorinHome home, String part) {
    return "-Dflorin.part=" + home.root() + "#" + part;
  }

  static Path executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  Launch launch(Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.add(marker(home, part));
    command.add("-Xmx%dm".formatted(heapMegabytes));
    command.addAll(SETTINGS);
    command.addAll(options);
    command.addAll(program);
    Map<String, String> complete = new TreeMap<>(environment);
    complete.put("MALLOC_ARENA_MAX", "2");
    return new Launch(marker(home, part), command, complete, home.root());
  }
}
