package dev.florin.localstack.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a single node: one replica of everything, small buffers, fast recovery. */
record NodeSettings(Map<String, String> asMap) {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  static NodeSettings of(Path folder, int port, int controllerPort) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("log.dirs", folder.toString());
    settings.putAll(listeners(port, controllerPort));
    settings.putAll(oneReplica());
    settings.putAll(smallFootprint());
    // After a crash the broker waits until its former self has timed out: keep that short.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("auto.create.topics.enable", "false");
    return new NodeSettings(settings);
  }

  private static Map<String, String> listeners(int port, int controllerPort) {
    return Map.of(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(port, CONTROLLER_LISTENER, controllerPort),
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:" + port,
        "controller.listener.names",
        CONTROLLER_LISTENER,
        "controller.quorum.voters",
        "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort));
  }

  private static Map<String, String> oneReplica() {
    return Map.of(
        "offsets.topic.replication.factor", "1",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1");
  }

  private static Map<String, String> smallFootprint() {
    return Map.of(
        "offsets.topic.num.partitions", "4",
        "transaction.state.log.num.partitions", "4",
        "num.network.threads", "2",
        "num.io.threads", "2",
        "background.threads", "2",
        "log.segment.bytes", Integer.toString(64 << 20),
        "log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20),
        "log.flush.interval.ms", "1000");
  }
}
