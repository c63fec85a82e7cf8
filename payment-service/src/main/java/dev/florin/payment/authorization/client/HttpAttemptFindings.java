package dev.florin.payment.authorization.client;

import dev.florin.payment.authorization.AttemptFindings;
import dev.florin.payment.authorization.client.Downstream.Reply;
import dev.florin.payment.authorization.client.FindingClient.Result;

/** Findings, written down by channel-service. */
final class HttpAttemptFindings implements AttemptFindings {

  private final FindingClient client;
  private final Downstream channels;

  HttpAttemptFindings(FindingClient client, Downstream channels) {
    this.client = client;
    this.channels = channels;
  }

  @Override
  public Settled settle(String attemptId, Finding finding) {
    return switch (channels.call(() -> client.resolve(attemptId, request(finding)))) {
      case Reply.Answered<FindingClient.Attempt> _ -> new Settled.Agreed();
      case Reply.Failed<FindingClient.Attempt>(var outcome, var conflict) ->
          switch (outcome) {
            case NOT_SENT -> new Settled.NotReached();
            case REFUSED -> conflict ? new Settled.Contradicted() : new Settled.NotReached();
            case NO_ANSWER -> new Settled.Unknown();
          };
    };
  }

  private static FindingClient.Finding request(Finding finding) {
    return new FindingClient.Finding(
        switch (finding.found()) {
          case APPROVED -> Result.approved;
          case DECLINED -> Result.declined;
          case NOT_SENT -> Result.not_sent;
        },
        finding.transactionId(),
        finding.declineCode(),
        finding.actor(),
        finding.reason());
  }
}
