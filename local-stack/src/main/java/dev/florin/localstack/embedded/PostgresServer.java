package dev.florin.localstack.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL 18 server over one data folder: how it is made, started and asked whether it is
 * ready. It listens on the loopback interface alone; whoever starts the command owns the process.
 */
public final class PostgresServer {
  /** The administrator's role; its password is the one given to {@link #initialise}. */
  public static final String ADMINISTRATOR = "postgres";

  private static final int PID_LINE = 0;
  private static final int STATUS_LINE = 7;

  private final Path programs;
  private final Path data;

  public PostgresServer(UnpackedServers servers, Path data) {
    this.programs = servers.postgres().resolve("bin");
    this.data = data.toAbsolutePath();
  }

  /** Whether the server runs as somebody who is not the owner of this process. */
  public static boolean runsAsAnotherUser() {
    return Unprivileged.here() != Unprivileged.DIRECT;
  }

  /** Makes the data folder unless it exists; one that was cut off half-way is made anew. */
  public void initialise(String password) {
    try {
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        Path draft = Folders.draftOf(data);
        createIn(draft, password);
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
      }
      Unprivileged.here().own(data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the PostgreSQL data folder " + data, e);
    }
  }

  /** The command line of the server; settings as in postgresql.conf. */
  public List<String> command(int port, Map<String, String> settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return Unprivileged.here().commandLine(command);
  }

  /** Whether the process {@code pid} serves this data folder and accepts connections. */
  public boolean isReady(long pid) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return lines.size() > STATUS_LINE
          && lines.get(PID_LINE).strip().equals(Long.toString(pid))
          && lines.get(STATUS_LINE).strip().equals("ready");
    } catch (IOException e) {
      return false; // not written yet
    }
  }

  private void createIn(Path draft, String password) throws IOException {
    // Named after the draft, so that it goes with it if this process dies here.
    Path passwordFile =
        Files.createFile(
            draft.resolveSibling(draft.getFileName() + ".password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(passwordFile, password);
      Unprivileged.here().own(draft);
      Unprivileged.here().own(passwordFile);
      run(initdb(draft, passwordFile));
    } finally {
      Files.delete(passwordFile);
    }
  }

  private List<String> initdb(Path folder, Path passwordFile) {
    return List.of(
        programs.resolve("initdb").toString(),
        "--pgdata=" + folder,
        "--username=" + ADMINISTRATOR,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions");
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(Unprivileged.here().commandLine(command))
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new ServerException("PostgreSQL's initdb failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while making the database files", e);
    }
  }
}
