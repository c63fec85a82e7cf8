package dev.florin.payment.authorization;

import org.jspecify.annotations.Nullable;

/** What people found out about attempts whose end no channel tells. */
public interface AttemptFindings {

  /** Writes down what became of an attempt; the same finding again changes nothing. */
  Settled settle(String attemptId, Finding finding);

  /**
   * What was found, by whom and how.
   *
   * @param transactionId the third party's own id of the charge, if it took it
   * @param declineCode the third party's own code, if it declined
   */
  record Finding(
      Found found,
      @Nullable String transactionId,
      @Nullable String declineCode,
      String actor,
      String reason) {}

  /** What can have become of an attempt. */
  enum Found {
    /** The third party took the charge. */
    APPROVED,
    /** It refused it. */
    DECLINED,
    /** It never heard of it, and never will. */
    NOT_SENT
  }

  /** What came of a finding. */
  sealed interface Settled {

    /** The attempt has this end now, or had it already. */
    record Agreed() implements Settled {}

    /** The attempt has another end for good, or cannot have this one. */
    record Contradicted() implements Settled {}

    /** Nothing was written down. */
    record NotReached() implements Settled {}

    /** It may have been written down. */
    record Unknown() implements Settled {}
  }
}
