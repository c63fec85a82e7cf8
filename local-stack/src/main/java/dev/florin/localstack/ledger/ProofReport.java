package dev.florin.localstack.ledger;

import java.util.List;
import java.util.Locale;

/**
 * What came of a proof.
 *
 * @param transferId whose it is
 * @param failures why it does not hold; none if it does
 */
public record ProofReport(
    String transferId, String block, String sealedAt, String keyId, List<Failure> failures) {
  public ProofReport {
    failures = List.copyOf(failures);
  }

  /** The part of a proof that does not hold. */
  public enum Part {
    /** The transfer does not have the hash that is said, or does not balance. */
    TRANSFER,
    /** The path does not lead from the transfer to the root. */
    AUDIT_PATH,
    /** The block's fields do not give its head. */
    BLOCK,
    /** The key is not a trusted one. */
    KEY,
    /** The signature is not the key's over the head. */
    SIGNATURE;

    /** As programs read it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One reason. */
  public record Failure(Part part, String detail) {}

  /** Whether the proof holds. */
  public boolean holds() {
    return failures.isEmpty();
  }
}
