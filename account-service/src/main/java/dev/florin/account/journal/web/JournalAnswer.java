package dev.florin.account.journal.web;

import dev.florin.account.journal.Journal;
import dev.florin.account.journal.RecordedHold;
import dev.florin.account.journal.RecordedHold.Amounts;
import dev.florin.account.journal.RecordedTransfer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger did. */
record JournalAnswer(List<TransferLine> transfers, List<HoldLine> holds) {

  record TransferLine(
      String transferId,
      String kind,
      String result,
      @Nullable String declineCode,
      @Nullable String merchantId,
      @Nullable String reverses,
      @Nullable String holdId,
      @Nullable String reason,
      List<PostingLine> postings,
      Instant createdAt,
      @Nullable String traceId) {

    private static TransferLine of(RecordedTransfer transfer) {
      String declineCode = transfer.declineCode();
      return new TransferLine(
          transfer.id(),
          transfer.kind(),
          declineCode == null ? "posted" : declineCode.equals("fenced") ? "fenced" : "declined",
          declineCode,
          transfer.merchantId(),
          transfer.reverses(),
          transfer.holdId(),
          transfer.reason(),
          transfer.legs().stream().map(PostingLine::of).toList(),
          transfer.createdAt(),
          transfer.traceId());
    }
  }

  record PostingLine(
      String direction, String account, @Nullable String userId, String amount, String currency) {

    private static PostingLine of(RecordedTransfer.Leg leg) {
      return new PostingLine(
          leg.direction(),
          leg.account(),
          leg.userId(),
          leg.amount().toDecimalString(),
          leg.amount().currencyCode());
    }
  }

  record HoldLine(
      String holdId,
      String status,
      @Nullable String declineCode,
      @Nullable String merchantId,
      @Nullable String userId,
      @Nullable String amount,
      @Nullable String posted,
      @Nullable String remaining,
      @Nullable String currency,
      @Nullable Instant expiresAt,
      Instant createdAt,
      Instant updatedAt,
      @Nullable String traceId) {

    private static HoldLine of(RecordedHold hold) {
      Amounts amounts = hold.amounts();
      return new HoldLine(
          hold.id(),
          hold.status(),
          hold.declineCode(),
          hold.merchantId(),
          hold.userId(),
          amounts == null ? null : amounts.amount().toDecimalString(),
          amounts == null ? null : amounts.posted().toDecimalString(),
          amounts == null ? null : amounts.remaining().toDecimalString(),
          amounts == null ? null : amounts.amount().currencyCode(),
          hold.expiresAt(),
          hold.createdAt(),
          hold.updatedAt(),
          hold.traceId());
    }
  }

  static JournalAnswer of(Journal.Page page) {
    return new JournalAnswer(
        page.transfers().stream().map(TransferLine::of).toList(),
        page.holds().stream().map(HoldLine::of).toList());
  }
}
