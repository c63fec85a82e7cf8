package dev.florin.account.transfer;

import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.transfer.UserTransfer.Status;
import dev.florin.account.transfer.UserTransfer.Trace;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The transfers between users, with the requests that began them and their answers. */
@Repository
public class Transfers {

  private static final int HTTP_ACCEPTED = 202;

  /** Neither the key nor the name may be taken; which of them was is asked afterwards. */
  private static final String INSERT =
      """
      INSERT INTO user_transfer (uuid, merchant_id, transfer_id, from_user, amount, currency, shares,
                                 description, status, leased, resume_at, subject, idempotency_key,
                                 fingerprint, trace_id, traceparent)
      VALUES (:uuid, :merchantId, :transferId, :fromUser, :amount, :currency,
              CAST(:shares AS jsonb), :description, 'processing', true,
              now() + make_interval(secs => :leaseSeconds), :subject, :key, :fingerprint,
              :traceId, :traceparent)
      ON CONFLICT DO NOTHING
      RETURNING *
      """;

  private static final String FIND =
      """
      SELECT * FROM user_transfer WHERE merchant_id = :merchantId AND transfer_id = :transferId
      """;

  private static final String BEGUN =
      """
      SELECT uuid, transfer_id, fingerprint, answer_status, answer_body FROM user_transfer
      WHERE merchant_id = :merchantId AND subject = :subject AND idempotency_key = :key
      """;

  /** The payees in one order, so that transfers of one payer cannot wait for each other. */
  private static final String END =
      """
      WITH ended AS (
        UPDATE user_transfer
        SET status = :status, leased = false, resume_at = NULL, risk_decision = :riskDecision,
            risk_level = :riskLevel, risk_score = :riskScore, failure_code = :failureCode,
            updated_at = now()
        WHERE uuid = :uuid AND status = 'processing' AND resumptions = :resumptions
        RETURNING *
      ), paid AS (
        INSERT INTO known_payee (merchant_id, payer, payee)
        SELECT DISTINCT merchant_id, from_user, share ->> 'to_user'
        FROM ended, jsonb_array_elements(shares) share
        WHERE status = 'succeeded'
        ORDER BY 3
        ON CONFLICT DO NOTHING
      )
      SELECT * FROM ended
      """;

  private static final String KNOWN_PAYEES =
      """
      SELECT count(*) FROM known_payee
      WHERE merchant_id = :merchantId AND payer = :fromUser AND payee IN (:payees)
      """;

  private static final String FORGET =
      """
      UPDATE user_transfer SET idempotency_key = NULL, answer_body = NULL
      WHERE uuid IN (SELECT uuid FROM user_transfer
                     WHERE idempotency_key IS NOT NULL AND status <> 'processing'
                       AND created_at < now() - make_interval(secs => :seconds)
                     ORDER BY created_at LIMIT :limit)
      """;

  private final JdbcClient jdbc;
  private final TransferRows rows;
  private final TransferProperties properties;

  Transfers(JdbcClient jdbc, TransferRows rows, TransferProperties properties) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.properties = properties;
  }

  /** A request that was begun. */
  record Begun(UUID uuid, Fingerprint content, State state) {}

  /** How far a request has come. */
  sealed interface State {

    /** It has not been answered. */
    record InFlight() implements State {}

    /** It was answered 202, and the outcome was open then. */
    record Open() implements State {}

    /** It has its answer, once and for all. */
    record Answered(Answer answer) implements State {}
  }

  /**
   * Accepts a transfer: it is there, processing, and leased to the caller.
   *
   * @return empty if the key or the name is taken; then nothing is written
   */
  Optional<UserTransfer> accept(UserTransfer.Id id, TransferRequest request, Trace trace) {
    return jdbc.sql(INSERT)
        .params(rows.termsOf(request.terms()))
        .param("uuid", id.value())
        .param("leaseSeconds", properties.lease().toMillis() / 1000.0)
        .param("subject", request.subject())
        .param("key", request.key().value())
        .param("fingerprint", request.content().hex())
        .param("traceId", trace.traceId())
        .param("traceparent", trace.traceparent())
        .query(rows)
        .optional();
  }

  /** What was begun with the request's key. */
  Optional<Begun> begunBy(TransferRequest request) {
    return jdbc.sql(BEGUN)
        .param("merchantId", request.terms().merchantId())
        .param("subject", request.subject())
        .param("key", request.key().value())
        .query(
            (row, _) ->
                new Begun(
                    row.getObject("uuid", UUID.class),
                    new Fingerprint(row.getString("fingerprint")),
                    state(
                        row.getObject("answer_status", Integer.class),
                        row.getString("transfer_id"),
                        row.getString("answer_body"))))
        .optional();
  }

  /** The merchant's transfer of that external name. */
  public Optional<UserTransfer> find(String merchantId, String transferId) {
    return jdbc.sql(FIND)
        .param("merchantId", merchantId)
        .param("transferId", transferId)
        .query(rows)
        .optional();
  }

  UserTransfer get(UUID uuid) {
    return jdbc.sql("SELECT * FROM user_transfer WHERE uuid = :uuid")
        .param("uuid", uuid)
        .query(rows)
        .single();
  }

  /**
   * Writes the end of a transfer down, and whom its payer has paid if it succeeded.
   *
   * @throws StaleTransferException if the caller was overtaken; nothing is written
   */
  UserTransfer end(UserTransfer transfer, Status status) {
    return jdbc.sql(END)
        .params(rows.progressOf(transfer))
        .param("status", status.wireName())
        .query(rows)
        .optional()
        .orElseThrow(() -> new StaleTransferException(transfer));
  }

  /** Stores the answer of the request that began the transfer, once and for all. */
  void answer(UserTransfer transfer, Answer answer) {
    writeAnswer(transfer, answer.status(), answer.body());
  }

  /** Notes that the request was told to come back: the outcome is open. */
  void leaveOpen(UserTransfer transfer) {
    writeAnswer(transfer, HTTP_ACCEPTED, null);
  }

  /** Whether the user has paid each of these payees before. */
  boolean hasPaidBefore(String merchantId, String fromUser, Collection<String> payees) {
    Set<String> asked = Set.copyOf(payees);
    return jdbc.sql(KNOWN_PAYEES)
            .param("merchantId", merchantId)
            .param("fromUser", fromUser)
            .param("payees", asked)
            .query(Integer.class)
            .single()
        == asked.size();
  }

  /** Forgets up to that many keys whose time to be repeated has passed. */
  int forgetKeys(Duration olderThan, int limit) {
    return jdbc.sql(FORGET)
        .param("seconds", (double) olderThan.toSeconds())
        .param("limit", limit)
        .update();
  }

  private void writeAnswer(UserTransfer transfer, int status, @Nullable String body) {
    jdbc.sql(
            """
            UPDATE user_transfer SET answer_status = :status, answer_body = :body
            WHERE uuid = :uuid
            """)
        .param("status", status)
        .param("body", body)
        .param("uuid", transfer.id().value())
        .update();
  }

  private static State state(@Nullable Integer status, String transferId, @Nullable String body) {
    if (status == null) {
      return new State.InFlight();
    }
    return body == null
        ? new State.Open()
        : new State.Answered(new Answer(status, transferId, body));
  }
}
