package dev.florin.sandbox.callback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The callbacks that are owed, durable like the book itself. */
@Repository
public class Callbacks {

  private record Message(String type, Object data) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Callbacks(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Promises the callbacks, in the caller's transaction if there is one.
   *
   * @param type what happened, such as {@code charge.decided}
   * @param data what the receiver is told, as it is now
   * @param pauses how long from now each delivery is due; more than one repeats the same message
   */
  public void promise(String type, Object data, List<Duration> pauses) {
    String messageId = "msg_" + UUID.randomUUID().toString().replace("-", "");
    String body = json.writeValueAsString(new Message(type, data));
    for (Duration pause : pauses) {
      jdbc.sql(
              """
              insert into callback (message_id, body, due_at)
              values (:messageId, :body, clock_timestamp() + :pause * interval '1 ms')
              """)
          .param("messageId", messageId)
          .param("body", body)
          .param("pause", pause.toMillis())
          .update();
    }
  }

  /**
   * Takes what is due. Each is due again after its pause, so that one whose sender dies is not
   * lost.
   *
   * @param pauses after the first, second … try; nothing is tried more often than there are pauses
   *     and once more
   */
  List<Callback> claim(List<Duration> pauses, int limit) {
    Long[] pauseMillis = pauses.stream().map(Duration::toMillis).toArray(Long[]::new);
    return jdbc.sql(
            """
            update callback set tries = tries + 1,
              due_at = clock_timestamp() + interval '1 ms'
                * coalesce((cast(:pauses as bigint[]))[tries + 1], 60000)
            where id in (
              select id from callback
              where delivered_at is null and tries <= :pauseCount and due_at <= clock_timestamp()
              order by due_at limit :limit for update skip locked)
            returning id, message_id, body, tries
            """)
        .param("pauses", pauseMillis)
        .param("pauseCount", pauses.size())
        .param("limit", limit)
        .query(Callbacks::read)
        .list();
  }

  void delivered(Callback callback) {
    jdbc.sql("update callback set delivered_at = clock_timestamp() where id = :id")
        .param("id", callback.id())
        .update();
  }

  /** Forgets what was delivered or given up long ago. */
  void purge() {
    jdbc.sql(
            """
            delete from callback where id in (
              select id from callback where due_at < clock_timestamp() - interval '7 days'
              limit 1000)
            """)
        .update();
  }

  private static Callback read(ResultSet row, int index) throws SQLException {
    return new Callback(
        row.getLong("id"), row.getString("message_id"), row.getString("body"), row.getInt("tries"));
  }
}
