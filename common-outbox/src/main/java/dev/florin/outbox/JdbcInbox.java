package dev.florin.outbox;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The inbox as a table whose primary key decides who was first. */
final class JdbcInbox implements Inbox {

  private static final String INSERT =
      "insert into inbox_event (consumer, event_id) values (?, ?) on conflict do nothing";

  private final JdbcClient jdbc;

  JdbcInbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean accept(String consumer, UUID eventId) {
    Transactions.require("Inbox.accept");
    return jdbc.sql(INSERT).param(consumer).param(eventId).update() == 1;
  }
}
