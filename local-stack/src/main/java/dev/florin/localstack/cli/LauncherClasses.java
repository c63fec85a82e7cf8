package dev.florin.localstack.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** A launcher that stays must not need its jar any more: the next build writes over it. */
final class LauncherClasses {
  private static final List<String> PACKAGES =
      List.of("cli", "client", "embedded", "process", "stack");

  private LauncherClasses() {}

  static void loadAll() {
    Path jar =
        Path.of(
            LauncherClasses.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (!Files.isRegularFile(jar)) {
      return;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(ZipEntry::getName)
          .filter(LauncherClasses::isOurs)
          .forEach(LauncherClasses::load);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jar, e);
    }
  }

  private static boolean isOurs(String entry) {
    return entry.endsWith(".class")
        && PACKAGES.stream().anyMatch(name -> entry.contains("/localstack/" + name + "/"));
  }

  private static void load(String entry) {
    String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    try {
      Class.forName(name, false, LauncherClasses.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the launcher's jar misses " + name, e);
    }
  }
}
