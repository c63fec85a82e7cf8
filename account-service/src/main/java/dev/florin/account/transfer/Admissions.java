package dev.florin.account.transfer;

import dev.florin.account.problem.AccountError;
import dev.florin.account.transfer.Transfers.Begun;
import dev.florin.account.transfer.Transfers.State;
import dev.florin.account.transfer.UserTransfer.Status;
import dev.florin.account.transfer.UserTransfer.Trace;
import dev.florin.telemetry.TraceContexts;
import dev.florin.web.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets every request in once: the transfer's row is the record of the request too. */
@Component
class Admissions {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Transfers transfers;
  private final OpenTransfers open;
  private final Answers answers;

  Admissions(Transfers transfers, OpenTransfers open, Answers answers) {
    this.transfers = transfers;
    this.open = open;
    this.answers = answers;
  }

  /**
   * Admits a request, or answers it.
   *
   * @throws ProblemException 409 while the first request is in flight or if the transfer_id is
   *     taken, 422 if the key belongs to another request
   */
  Admission admit(TransferRequest request) {
    Trace trace = new Trace(TraceContexts.traceId(), TraceContexts.traceparent());
    Optional<UserTransfer> accepted = transfers.accept(UserTransfer.Id.next(), request, trace);
    return accepted.<Admission>map(Admission.Admitted::new).orElseGet(() -> recall(request));
  }

  /** Answers a request that was begun before, or hands it over if nobody works on it any more. */
  Admission recall(TransferRequest request) {
    Begun begun = transfers.begunBy(request).orElseThrow(() -> nameTaken(request));
    if (!begun.content().equals(request.content())) {
      throw new ProblemException(
              AccountError.IDEMPOTENCY_KEY_REUSED, "this key belongs to a different request")
          .param("idempotency_key");
    }
    return switch (begun.state()) {
      case State.Answered(var answer) -> new Admission.Replayed(answer);
      case State.Open() -> stillOpen(request, transfers.get(begun.uuid()));
      case State.InFlight() ->
          open.takeUp(begun.uuid())
              .map(Admission.Admitted::new)
              .orElseThrow(Admissions::inProgress);
    };
  }

  private Admission stillOpen(TransferRequest request, UserTransfer transfer) {
    return transfer.status() == Status.PROCESSING
        ? new Admission.StillOpen(answers.of(transfer))
        // It ended between the two look-ups: now it has its answer.
        : recall(request);
  }

  private static ProblemException nameTaken(TransferRequest request) {
    return new ProblemException(
            AccountError.TRANSFER_EXISTS,
            "the transfer_id %s belongs to another transfer"
                .formatted(request.terms().transferId()))
        .param("transfer_id");
  }

  private static ProblemException inProgress() {
    return new ProblemException(
            AccountError.IDEMPOTENCY_IN_PROGRESS,
            "a request with this idempotency key is being carried out")
        .retryAfter(RETRY_AFTER);
  }
}
