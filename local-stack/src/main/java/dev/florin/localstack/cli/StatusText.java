package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Stack;
import dev.florin.localstack.stack.Status;
import dev.florin.localstack.stack.Status.PartStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A status for people and for programs. */
final class StatusText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private StatusText() {}

  static String json(Stack stack, Status status) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("home", stack.home().root().toString());
    root.put("gateway", stack.gateway());
    root.put("traces", stack.traces());
    root.put("parts", status.parts().stream().map(StatusText::fields).toList());
    root.put("databases", stack.databases().addresses());
    return JSON.writeValueAsString(root);
  }

  static String table(Stack stack, Status status) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%-13s %-7s %7s %6s %10s %8s%n"
            .formatted("part", "health", "pid", "port", "management", "memory"));
    for (PartStatus part : status.parts()) {
      table.append(
          "%-13s %-7s %7s %6d %10s %8s%n"
              .formatted(
                  part.name(),
                  health(part),
                  orDash(part.pid()),
                  part.port(),
                  orDash(part.managementPort()),
                  part.pid() == null ? "-" : part.pssMb() + " MB"));
    }
    long total = status.parts().stream().mapToLong(PartStatus::pssMb).sum();
    return table
        .append("%ntogether %d MB · %s · %s".formatted(total, stack.gateway(), stack.home().root()))
        .toString();
  }

  private static Map<String, @Nullable Object> fields(PartStatus part) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", part.name());
    fields.put("pid", part.pid());
    fields.put("port", part.port());
    fields.put("management_port", part.managementPort());
    fields.put("health", health(part));
    fields.put("rss_mb", part.rssMb());
    fields.put("pss_mb", part.pssMb());
    return fields;
  }

  private static String health(PartStatus part) {
    return part.up() ? "up" : "down";
  }

  private static String orDash(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }
}
