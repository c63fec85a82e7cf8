package dev.florin.payment.timeline.client;

import static java.util.Objects.requireNonNullElse;

import dev.florin.payment.timeline.Neighbours;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The other services' books. JSON may leave out the lists that their records declare. */
final class HttpNeighbours implements Neighbours {

  /** As many attempts as channel-service tells of at once. */
  private static final int FULL_PAGE = 500;

  private final Witness<AssessmentsClient> risk;
  private final Witness<LedgerClient> account;
  private final Witness<AttemptsClient> channel;
  private final Witness<NotificationsClient> notification;

  HttpNeighbours(
      Witness<AssessmentsClient> risk,
      Witness<LedgerClient> account,
      Witness<AttemptsClient> channel,
      Witness<NotificationsClient> notification) {
    this.risk = risk;
    this.account = account;
    this.channel = channel;
    this.notification = notification;
  }

  @Override
  public Reply<Ledger> ledgerOf(UUID paymentUuid, Collection<UUID> operations) {
    return account.ask(client -> complete(client.ofPayment(paymentUuid, operations)), Ledger.EMPTY);
  }

  @Override
  public Reply<Ledger> ledgerIn(String traceId) {
    return account.ask(client -> complete(client.inTrace(traceId)), Ledger.EMPTY);
  }

  @Override
  public Reply<List<Attempt>> attemptsOf(UUID paymentUuid) {
    return channel.ask(client -> attemptsOf(client, paymentUuid), List.of());
  }

  /** Page by page, until one is not full. */
  private static List<Attempt> attemptsOf(AttemptsClient client, UUID paymentUuid) {
    List<Attempt> all = new ArrayList<>();
    String last = null;
    List<Attempt> page;
    do {
      page = requireNonNullElse(client.ofPayment(paymentUuid, last).attempts(), List.of());
      all.addAll(page);
      last = page.isEmpty() ? null : page.getLast().attemptId();
    } while (page.size() >= FULL_PAGE);
    return all;
  }

  @Override
  public Reply<List<Attempt>> attemptsIn(String traceId) {
    return channel.ask(
        client -> requireNonNullElse(client.inTrace(traceId).attempts(), List.of()), List.of());
  }

  @Override
  public Reply<Optional<Assessment>> assessmentOf(UUID paymentUuid) {
    return risk.ask(
        client -> Optional.of(client.get(paymentUuid + ":risk")).map(HttpNeighbours::complete),
        Optional.empty());
  }

  @Override
  public Reply<List<Notification>> notificationsOf(UUID paymentUuid) {
    return notification.ask(
        client -> requireNonNullElse(client.ofPayment(paymentUuid).notifications(), List.of()),
        List.of());
  }

  private static Ledger complete(Ledger ledger) {
    return new Ledger(
        requireNonNullElse(ledger.transfers(), List.<Transfer>of()).stream()
            .map(HttpNeighbours::complete)
            .toList(),
        requireNonNullElse(ledger.holds(), List.of()));
  }

  private static Transfer complete(Transfer transfer) {
    return transfer.postings() != null
        ? transfer
        : new Transfer(
            transfer.transferId(),
            transfer.kind(),
            transfer.result(),
            transfer.declineCode(),
            transfer.merchantId(),
            transfer.reverses(),
            transfer.holdId(),
            transfer.reason(),
            List.of(),
            transfer.createdAt(),
            transfer.traceId());
  }

  private static Assessment complete(Assessment assessment) {
    return assessment.matchedRules() != null
        ? assessment
        : new Assessment(
            assessment.decision(),
            assessment.level(),
            assessment.score(),
            List.of(),
            assessment.createdAt(),
            assessment.traceId());
  }
}
