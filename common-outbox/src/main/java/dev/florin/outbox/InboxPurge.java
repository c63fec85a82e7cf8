package dev.florin.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets accepted event ids after their retention, in small batches. */
final class InboxPurge implements BackgroundLoop.Work {

  private final JdbcClient jdbc;
  private final InboxProperties properties;

  InboxPurge(JdbcClient jdbc, InboxProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  @Override
  public boolean pass() {
    return Unobserved.call(() -> hasTable() && purge() == properties.purgeBatch());
  }

  @Override
  public void finish() {
    // A purge owns nothing that had to be given back.
  }

  /** A service that only publishes has no inbox table. */
  private boolean hasTable() {
    return jdbc.sql("select to_regclass('inbox_event') is not null").query(Boolean.class).single();
  }

  private int purge() {
    return jdbc.sql(
            """
            delete from inbox_event where (consumer, event_id) in (
              select consumer, event_id from inbox_event
              where accepted_at < now() - :retention * interval '1 ms'
              order by accepted_at limit :atMost
              for update skip locked)
            """)
        .param("retention", properties.retention().toMillis())
        .param("atMost", properties.purgeBatch())
        .update();
  }
}
