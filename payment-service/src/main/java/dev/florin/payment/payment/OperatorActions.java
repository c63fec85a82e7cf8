package dev.florin.payment.payment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.telemetry.TraceContexts;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What operators did by hand: who, to what, when and why. It is only added to. */
@Repository
public class OperatorActions {

  private static final String INSERT =
      """
      INSERT INTO operator_action (uuid, actor, action, about, detail, reason, trace_id)
      VALUES (:uuid, :actor, :action, :about, CAST(:detail AS jsonb), :reason, :traceId)
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  OperatorActions(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What operators do. */
  public enum Action {
    /** Parked work is tried again at once. */
    RETRY,
    /** It is told what became of an attempt. */
    RESOLVE,
    /** A case is closed. */
    CLOSE_CASE
  }

  /**
   * Writes down that somebody does something; to be committed before it is done.
   *
   * @param about the payment, operation or case
   * @param detail what exactly, by name
   */
  public void add(
      Action action,
      UUID about,
      String actor,
      String reason,
      Map<String, @Nullable String> detail) {
    jdbc.sql(INSERT)
        .param("uuid", UuidCreator.getTimeOrderedEpoch())
        .param("actor", actor)
        .param("action", action.name().toLowerCase(Locale.ROOT))
        .param("about", about)
        .param("detail", json.writeValueAsString(detail))
        .param("reason", reason)
        .param("traceId", TraceContexts.traceId())
        .update();
  }
}
