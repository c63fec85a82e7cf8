package dev.florin.localstack.ledger;

import java.util.Locale;

/**
 * Something that is not as it was sealed, or does not add up.
 *
 * @param subject the transfer's or account's id, or the block's number
 * @param detail what is wrong, for people
 */
public record Difference(Kind kind, String subject, String detail) {
  /** What kind of thing is wrong. */
  public enum Kind {
    /** The transfer, or a posting of it, is not what was sealed. */
    TRANSFER_CHANGED,
    /** The transfer stands among sealed ones and is not one of them. */
    TRANSFER_INSERTED,
    /** A sealed transfer is gone. */
    TRANSFER_DELETED,
    /** Debits differ from credits, or legs are missing. */
    TRANSFER_UNBALANCED,
    /** A posting whose transfer or account is not there. */
    POSTING_ORPHANED,
    /** The account's postings have a gap, do not add up, or do not end in its balance. */
    ACCOUNT_DIFFERS,
    /** The block's own fields contradict each other or the block before. */
    BLOCK_CHANGED,
    /** A number is missing in the chain of blocks. */
    BLOCK_MISSING,
    /** The signature is not the trusted key's. */
    SIGNATURE_INVALID,
    /** The block is signed by a key that is not trusted. */
    KEY_NOT_TRUSTED,
    /** A head that was seen before is not there any more. */
    CHAIN_CUT;

    /** As programs read it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
