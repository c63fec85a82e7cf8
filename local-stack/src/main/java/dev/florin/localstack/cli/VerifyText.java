package dev.florin.localstack.cli;

import dev.florin.localstack.ledger.Difference;
import dev.florin.localstack.ledger.LedgerReport;
import dev.florin.localstack.ledger.ProofReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a verification found, for people and for programs. */
final class VerifyText {
  private static final JsonMapper JSON = JsonMapper.shared();

  private VerifyText() {}

  static String of(LedgerReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d transfers with %,d postings on %,d accounts in %,d blocks, recomputed in %.1f s",
            report.transfers(),
            report.postings(),
            report.accounts(),
            report.blocks(),
            report.duration().toMillis() / 1000.0));
    if (report.unsealed() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%,d of the transfers are not sealed yet: they add up, but nothing vouches for them",
              report.unsealed()));
    }
    text.append(String.format("%nlast block %d, head %s", report.lastBlock(), report.lastHead()));
    if (report.isIntact()) {
      return text.append(String.format("%nThe ledger is intact.")).toString();
    }
    text.append(
        String.format(
            Locale.ROOT, "%nThe ledger is NOT intact: %,d differences", report.differenceCount()));
    report
        .differences()
        .forEach(
            difference ->
                text.append(
                    String.format("%n  %s: %s", difference.kind().code(), difference.detail())));
    if (report.differenceCount() > report.differences().size()) {
      text.append(String.format("%n  …"));
    }
    return text.toString();
  }

  static String of(ProofReport report) {
    StringBuilder text = new StringBuilder();
    if (report.holds()) {
      text.append(
          "The proof holds: transfer %s is in block %s, sealed at %s and signed by key %s."
              .formatted(
                  report.transferId(), report.block(), moment(report.sealedAt()), report.keyId()));
    } else {
      text.append("The proof of transfer %s does NOT hold:".formatted(report.transferId()));
      report
          .failures()
          .forEach(
              failure ->
                  text.append(
                      String.format("%n  %s: %s", failure.part().code(), failure.detail())));
    }
    return text.toString();
  }

  static String json(LedgerReport report) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("intact", report.isIntact())
            .put("transfers", report.transfers())
            .put("sealed", report.sealed())
            .put("unsealed", report.unsealed())
            .put("postings", report.postings())
            .put("accounts", report.accounts())
            .put("blocks", report.blocks())
            .put("last_block", report.lastBlock())
            .put("last_head", report.lastHead())
            .put("duration_ms", report.duration().toMillis())
            .put("difference_count", report.differenceCount());
    ArrayNode differences = json.putArray("differences");
    for (Difference difference : report.differences()) {
      differences
          .addObject()
          .put("kind", difference.kind().code())
          .put("subject", difference.subject())
          .put("detail", difference.detail());
    }
    return json.toString();
  }

  static String json(ProofReport report) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("intact", report.holds())
            .put("transfer_id", report.transferId())
            .put("block", report.block())
            .put("key_id", report.keyId());
    ArrayNode failures = json.putArray("failures");
    report
        .failures()
        .forEach(
            failure ->
                failures
                    .addObject()
                    .put("part", failure.part().code())
                    .put("detail", failure.detail()));
    return json.toString();
  }

  private static String moment(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS).toString();
  }
}
