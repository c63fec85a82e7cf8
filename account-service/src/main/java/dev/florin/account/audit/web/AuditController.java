package dev.florin.account.audit.web;

import dev.florin.account.audit.AuditPage;
import dev.florin.account.audit.AuditQuery;
import dev.florin.account.audit.AuditRecord;
import dev.florin.account.audit.AuditTrail;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Lets operators search the audit, take it away and verify it. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

  private static final String NDJSON = "application/x-ndjson";

  /** No control characters: the database would refuse some, and no record holds the others. */
  private static final String TEXT = "\\P{Cc}*";

  private final AuditTrail trail;
  private final JsonMapper json;

  AuditController(AuditTrail trail, JsonMapper json) {
    this.trail = trail;
    this.json = json;
  }

  /**
   * The result of recomputing the chain.
   *
   * @param records how many there are
   * @param brokenAt the first record that is wrong or missing
   */
  record Verification(
      boolean holds, long records, @Nullable Long brokenAt, @Nullable String problem) {}

  @GetMapping
  @Operation(operationId = "searchAudit", summary = "Search the audit, newest first")
  AuditPage search(
      Caller caller,
      @RequestParam(name = "account_id", required = false) @Nullable UUID accountId,
      @RequestParam(required = false) @Nullable @Size(max = 255) @Pattern(regexp = TEXT) String actor,
      @RequestParam(required = false) @Nullable @Size(max = 255) @Pattern(regexp = TEXT) String action,
      @RequestParam(name = "transfer_id", required = false)
          @Nullable @Size(max = 255) @Pattern(regexp = TEXT) String transferId,
      @RequestParam(name = "trace_id", required = false) @Nullable @Pattern(regexp = "[0-9a-f]{32}") String traceId,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "10") @Min(1) @Max(100) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable Long startingAfter,
      @RequestParam(name = "ending_before", required = false) @Nullable Long endingBefore) {
    requireOperator(caller);
    if (startingAfter != null && endingBefore != null) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "starting_after and ending_before exclude each other")
          .param("ending_before");
    }
    AuditQuery query = new AuditQuery(accountId, actor, action, transferId, traceId, from, to);
    return trail.page(query, limit, startingAfter, endingBefore);
  }

  /** One record per line, oldest first, in as many parts as it takes. */
  @GetMapping(path = "/export", produces = NDJSON)
  @Operation(
      operationId = "exportAudit",
      summary = "Export the audit, oldest first",
      description = "One record per line.")
  @Answers(body = AuditRecord.class)
  void export(
      Caller caller,
      @RequestParam(name = "account_id", required = false) @Nullable UUID accountId,
      @RequestParam(required = false) @Nullable @Size(max = 255) @Pattern(regexp = TEXT) String actor,
      @RequestParam(required = false) @Nullable @Size(max = 255) @Pattern(regexp = TEXT) String action,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      HttpServletResponse response)
      throws IOException {
    requireOperator(caller);
    response.setContentType(NDJSON);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    Writer lines = response.getWriter();
    trail.forEach(
        new AuditQuery(accountId, actor, action, null, null, from, to),
        link -> {
          try {
            lines.append(json.writeValueAsString(link)).append('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    lines.flush();
  }

  @GetMapping("/verification")
  @Operation(operationId = "verifyAudit", summary = "Recompute the audit's chain of hashes")
  Verification verify(Caller caller) {
    requireOperator(caller);
    long records = trail.last();
    AuditTrail.Break found = trail.verify();
    return found == null
        ? new Verification(true, records, null, null)
        : new Verification(false, records, found.number(), found.problem());
  }

  /** Whatever scopes a merchant may have come by. */
  private static void requireOperator(Caller caller) {
    if (caller.kind() != Caller.Kind.SERVICE) {
      throw new ProblemException(CommonError.FORBIDDEN, "only operators read the whole audit");
    }
  }
}
