package dev.florin.account.journal.web;

import dev.florin.account.journal.Journal;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class JournalController {

  private static final int MOST_OPERATIONS = 100;

  private final Journal journal;

  JournalController(Journal journal) {
    this.journal = journal;
  }

  /**
   * What the ledger did for a payment, or in a trace.
   *
   * @param operations the payment's captures and refunds, whose transfers are named after them
   */
  @GetMapping("/internal/transfers")
  JournalAnswer list(
      @RequestParam(name = "payment_uuid", required = false) @Nullable UUID paymentUuid,
      @RequestParam(name = "operation_uuid", defaultValue = "") @Size(max = MOST_OPERATIONS) List<UUID> operations,
      @RequestParam(name = "trace_id", required = false) @Pattern(regexp = "[0-9a-f]{32}") @Nullable String traceId) {
    if (paymentUuid != null && traceId == null) {
      Set<UUID> uuids = new LinkedHashSet<>();
      uuids.add(paymentUuid);
      uuids.addAll(operations);
      return JournalAnswer.of(journal.of(uuids));
    }
    if (traceId != null && paymentUuid == null && operations.isEmpty()) {
      return JournalAnswer.of(journal.of(traceId));
    }
    throw new ProblemException(
            CommonError.INVALID_PARAMETER, "give either payment_uuid or trace_id")
        .param("payment_uuid");
  }
}
