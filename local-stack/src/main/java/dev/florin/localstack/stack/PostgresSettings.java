package dev.florin.localstack.stack;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the stack's PostgreSQL is set up. */
public final class PostgresSettings {

  private PostgresSettings() {}

  /** As in postgresql.conf: what is committed survives a crash. */
  public static Map<String, String> durable() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    // Each account's newest postings are on an index page of their own: ten thousand busy accounts
    // with a history want those pages kept.
    settings.put("shared_buffers", "512MB");
    settings.put("max_connections", "200");
    settings.put("io_method", "sync");
    // A page that changes for the first time after a checkpoint goes to the log whole: rare
    // checkpoints and no compression spare a busy ledger an eighth of its rate.
    settings.put("max_wal_size", "4GB");
    settings.put("checkpoint_timeout", "15min");
    settings.put("wal_compression", "off");
    settings.put("jit", "off");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_line_prefix", "%m %d ");
    settings.put("log_checkpoints", "off");
    return settings;
  }
}
