package dev.florin.localstack.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The main class of the part {@code kafka}: formats its folder the first time, runs until it is
 * told to end, and tells in a file that the platform's topics are there.
 */
public final class KafkaNode {
  private KafkaNode() {}

  /** Arguments: data folder, client port, controller port, the file that says it is ready. */
  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    int controllerPort = Integer.parseInt(arguments[2]);
    Path readyFile = Path.of(arguments[3]);

    Files.deleteIfExists(readyFile);
    format(folder);
    KafkaConfig config =
        new KafkaConfig(NodeSettings.of(folder, port, controllerPort).asMap(), false);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    server.startup();
    Topics.createMissing("127.0.0.1:" + port);
    Files.writeString(readyFile, Long.toString(ProcessHandle.current().pid()));
    server.awaitShutdown();
  }

  private static void format(Path folder) throws Exception {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(folder);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NodeSettings.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(folder.toString())
        .setMetadataLogDirectory(folder.toString())
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setControllerListenerName(NodeSettings.CONTROLLER_LISTENER)
        .setIgnoreFormatted(true)
        .run();
  }
}
