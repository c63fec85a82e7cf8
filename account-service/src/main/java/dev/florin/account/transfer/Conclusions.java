package dev.florin.account.transfer;

import dev.florin.account.transfer.UserTransfer.Status;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Concludes a run: the transfer's end and the stored answer stand or fall together. */
@Component
class Conclusions {

  private static final Logger log = LoggerFactory.getLogger(Conclusions.class);

  private final Transfers transfers;
  private final OpenTransfers open;
  private final Answers answers;
  private final TransactionTemplate transactions;

  Conclusions(
      Transfers transfers,
      OpenTransfers open,
      Answers answers,
      PlatformTransactionManager transactions) {
    this.transfers = transfers;
    this.open = open;
    this.answers = answers;
    this.transactions = new TransactionTemplate(transactions);
  }

  /**
   * Writes down how a run ended.
   *
   * @return what the client is told
   * @throws StaleTransferException if another worker took the transfer up meanwhile; nothing is
   *     written
   */
  Answer conclude(RunEnd end) {
    Answer answer = Objects.requireNonNull(transactions.execute(_ -> write(end)));
    log.atInfo()
        .addKeyValue("transfer_id", end.transfer().terms().transferId())
        .addKeyValue("answer_status", answer.status())
        .log("Transfer concluded");
    return answer;
  }

  private Answer write(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded(var transfer) -> end(transfer, Status.SUCCEEDED);
      case RunEnd.Failed(var transfer) -> end(transfer, Status.FAILED);
      case RunEnd.Unresolved(var transfer) -> leaveOpen(transfer);
    };
  }

  private Answer end(UserTransfer transfer, Status status) {
    UserTransfer ended = transfers.end(transfer, status);
    Answer answer = answers.of(ended);
    transfers.answer(ended, answer);
    return answer;
  }

  private Answer leaveOpen(UserTransfer transfer) {
    UserTransfer waiting = open.giveBack(transfer);
    transfers.leaveOpen(waiting);
    if (open.hasJustOutlastedPauses(waiting)) {
      log.error(
          "transfer {} is still unresolved after {} runs; a person should look why",
          transfer.id(),
          transfer.resumptions() + 1);
    }
    return answers.of(waiting);
  }
}
