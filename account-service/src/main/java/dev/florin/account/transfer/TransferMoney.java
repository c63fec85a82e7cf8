package dev.florin.account.transfer;

import dev.florin.web.deadline.Deadline;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Moves money from one user to others: admits the request once, runs the saga, concludes. */
@Service
public class TransferMoney {

  private static final Logger log = LoggerFactory.getLogger(TransferMoney.class);

  /**
   * An answer.
   *
   * @param replayed whether it had been given before
   */
  public record Transferred(Answer answer, boolean replayed) {}

  private final Admissions admissions;
  private final TransferSaga saga;
  private final Conclusions conclusions;
  private final Answers answers;
  private final ProcessTelemetry telemetry;
  private final TransferProperties properties;

  TransferMoney(
      Admissions admissions,
      TransferSaga saga,
      Conclusions conclusions,
      Answers answers,
      ProcessTelemetry telemetry,
      TransferProperties properties) {
    this.admissions = admissions;
    this.saga = saga;
    this.conclusions = conclusions;
    this.answers = answers;
    this.telemetry = telemetry;
    this.properties = properties;
  }

  /**
   * Carries out a request, or answers it as it was answered before.
   *
   * @throws dev.florin.web.problem.ProblemException 409 while the first request is in flight or if
   *     the transfer_id is taken, 422 if the key belongs to another request
   */
  public Transferred transfer(TransferRequest request) {
    return telemetry.process(
        request.terms(), process -> proceed(request, admissions.admit(request), process));
  }

  /** Runs the saga so that enough of the request's time is left to conclude. */
  RunEnd runSaga(UserTransfer transfer) {
    Duration budget =
        Deadline.current()
            .map(deadline -> deadline.remaining().minus(properties.reserve()))
            .orElse(properties.budget());
    try {
      return Deadline.in(budget).call(() -> saga.run(transfer));
    } catch (DataAccessException | TransactionException e) {
      log.warn("transfer {} could not go on", transfer.id(), e);
      return new RunEnd.Unresolved(transfer);
    }
  }

  private Transferred proceed(
      TransferRequest request, Admission admission, ProcessTelemetry.Run process) {
    return switch (admission) {
      case Admission.Admitted(var transfer) -> run(request, transfer, process);
      case Admission.Replayed(var answer) -> {
        process.repeated();
        yield new Transferred(answer, true);
      }
      case Admission.StillOpen(var answer) -> {
        process.repeated();
        yield new Transferred(answer, false);
      }
    };
  }

  private Transferred run(
      TransferRequest request, UserTransfer transfer, ProcessTelemetry.Run process) {
    try {
      RunEnd end = runSaga(transfer);
      Answer answer = conclude(end);
      process.ended(end);
      return new Transferred(answer, false);
    } catch (StaleTransferException overtaken) {
      return proceed(request, admissions.recall(request), process);
    }
  }

  /** What cannot be written down now is found out again by whoever takes the transfer up. */
  private Answer conclude(RunEnd end) {
    try {
      return conclusions.conclude(end);
    } catch (DataAccessException | TransactionException e) {
      log.warn("the end of transfer {} could not be written down", end.transfer().id(), e);
      return answers.ofOpen(end.transfer());
    }
  }
}
