package dev.florin.localstack.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a program that refuses to run as root is run all the same. Everybody else runs it directly;
 * root enters a user namespace of its own or, where the kernel forbids that, becomes {@code
 * nobody}.
 */
enum Unprivileged {
  DIRECT(null, ""),
  OWN_NAMESPACE("root", "unshare -U"),
  NOBODY("nobody", "setpriv --reuid=nobody --regid=nogroup --clear-groups --inh-caps=-all");

  private final @Nullable String owner;
  private final String prefix;

  Unprivileged(@Nullable String owner, String prefix) {
    this.owner = owner;
    this.prefix = prefix;
  }

  /** The first way that works for this user on this machine. */
  static Unprivileged here() {
    return Here.VALUE;
  }

  /** The command line that runs {@code command} this way; the process keeps its id. */
  List<String> commandLine(List<String> command) {
    return Stream.concat(
            Stream.of(prefix.split(" ")).filter(word -> !word.isEmpty()), command.stream())
        .toList();
  }

  /** Gives a folder and all in it to the user as whom the program will run. */
  void own(Path folder) {
    if (owner == null) {
      return;
    }
    try {
      if (Files.getOwner(folder).getName().equals(owner)) {
        return;
      }
      var user =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          Files.setOwner(path, user);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give " + folder + " to " + owner, e);
    }
  }

  private static Unprivileged choose() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return DIRECT;
    }
    for (Unprivileged way : List.of(OWN_NAMESPACE, NOBODY)) {
      if (way.works()) {
        return way;
      }
    }
    throw new ServerException(
        "PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv --reuid=nobody`"
            + " works here: start Florin as a normal user");
  }

  private boolean works() {
    try {
      return new ProcessBuilder(commandLine(List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while looking for a way to drop privileges", e);
    }
  }

  /** Asked once, when it is needed first: the answer costs a process. */
  private static final class Here {
    static final Unprivileged VALUE = choose();
  }
}
