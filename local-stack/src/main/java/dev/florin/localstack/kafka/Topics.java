package dev.florin.localstack.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The platform's topics, each with one for the records that nobody could digest. */
final class Topics {
  private static final List<String> NAMES =
      List.of("payment.events", "account.events", "channel.events");
  private static final String DEAD_LETTERS = ".dlt";
  private static final int PARTITIONS = 6;
  private static final short REPLICAS = 1;

  private Topics() {}

  static void createMissing(String server) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server))) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing =
          NAMES.stream()
              .flatMap(name -> Stream.of(name, name + DEAD_LETTERS))
              .filter(name -> !existing.contains(name))
              .map(name -> new NewTopic(name, PARTITIONS, REPLICAS))
              .toList();
      admin.createTopics(missing).all().get();
    }
  }
}
