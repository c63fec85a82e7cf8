package dev.florin.payment.timeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import dev.florin.contract.Contract;
import dev.florin.payment.support.PaymentServer;
import dev.florin.payment.timeline.Neighbours.Assessment;
import dev.florin.payment.timeline.Neighbours.Attempt;
import dev.florin.payment.timeline.Neighbours.Hold;
import dev.florin.payment.timeline.Neighbours.Ledger;
import dev.florin.payment.timeline.Neighbours.MatchedRule;
import dev.florin.payment.timeline.Neighbours.Notification;
import dev.florin.payment.timeline.Neighbours.Posting;
import dev.florin.payment.timeline.Neighbours.Reply;
import dev.florin.payment.timeline.Neighbours.Transfer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the neighbours promise to tell, read by this service's own clients. */
class NeighboursIT extends PaymentServer {

  private static final String PREFIX = "0198c1a2-7b3c-7d4e-8f50-000000000";

  @Autowired private Neighbours neighbours;

  @Test
  void theLedgerTellsWhatMoved() {
    Ledger ledger =
        told(
            exchange(
                "account/transfers-of-payment", () -> neighbours.ledgerOf(uuid("451"), List.of())));

    assertThat(ledger.transfers())
        .extracting(Transfer::kind)
        .containsExactly("deduction", "reversal");
    assertThat(ledger.transfers().getLast().reason()).isEqualTo("card_declined");
    assertThat(ledger.transfers().getFirst().postings())
        .containsExactly(
            new Posting("debit", "wallet", "USER_51", "19.99", "USD"),
            new Posting("credit", "in_transit", null, "19.99", "USD"));
  }

  @Test
  void theLedgerTellsOfHoldsAndOfTheOperationsThatAreNamed() {
    Ledger ledger =
        told(
            exchange(
                "account/transfers-with-hold",
                () -> neighbours.ledgerOf(uuid("452"), List.of(uuid("453")))));

    assertThat(ledger.transfers()).extracting(Transfer::kind).containsExactly("capture");
    assertThat(ledger.holds()).extracting(Hold::status).containsExactly("posted");
    assertThat(ledger.holds().getFirst().posted()).isEqualTo("5.00");
  }

  @Test
  void theChannelTellsWhatWasTried() {
    List<Attempt> attempts =
        told(exchange("channel/attempts-of-payment", () -> neighbours.attemptsOf(uuid("124"))));

    assertThat(attempts).extracting(Attempt::operation).containsExactly("charge", "refund");
    assertThat(attempts).extracting(Attempt::result).containsExactly("approved", "approved");
    assertThat(told(exchange("channel/attempts-none", () -> neighbours.attemptsOf(uuid("126")))))
        .isEmpty();
  }

  @Test
  void theChannelTellsOfAnyNumberOfAttemptsPageByPage() {
    DOWNSTREAMS.reset();
    String uuid = uuid("127").toString();
    pageOfAttempts(uuid, absent(), 1, 500);
    pageOfAttempts(uuid, equalTo(uuid + "_500"), 501, 503);

    List<Attempt> attempts = told(neighbours.attemptsOf(uuid("127")));

    assertThat(attempts).hasSize(503).extracting(Attempt::attemptId).doesNotHaveDuplicates();
  }

  private static void pageOfAttempts(String uuid, StringValuePattern after, int first, int last) {
    String lines =
        IntStream.rangeClosed(first, last)
            .mapToObj("{\"attempt_id\": \"%s_%%d\"}".formatted(uuid)::formatted)
            .collect(Collectors.joining(","));
    DOWNSTREAMS
        .server()
        .stubFor(
            get(urlPathEqualTo("/internal/attempts"))
                .withQueryParam("payment_uuid", equalTo(uuid))
                .withQueryParam("starting_after", after)
                .willReturn(okJson("{\"attempts\": [%s]}".formatted(lines))));
  }

  @Test
  void riskTellsWhatItSaidThen() {
    Optional<Assessment> assessment =
        told(exchange("risk/assessment-read", () -> neighbours.assessmentOf(uuid("061"))));

    assertThat(assessment).get().extracting(Assessment::score).isEqualTo(50);
    assertThat(assessment.orElseThrow().matchedRules())
        .containsExactly(new MatchedRule("amount_review", 1));
  }

  @Test
  void aPaymentThatWasNeverAssessedIsNoGap() {
    assertThat(exchange("risk/assessment-not-found", () -> neighbours.assessmentOf(uuid("062"))))
        .isEqualTo(new Reply.Told<>(Optional.empty()));
  }

  @Test
  void notificationsTellWhatTheMerchantHeard() {
    List<Notification> notifications =
        told(
            exchange(
                "notification/notifications-of-payment",
                () -> neighbours.notificationsOf(uuid("071"))));

    assertThat(notifications).extracting(Notification::type).containsExactly("payment.succeeded");
  }

  private static <T> T told(Reply<T> reply) {
    assertThat(reply).isInstanceOf(Reply.Told.class);
    return switch (reply) {
      case Reply.Told<T>(T what) -> what;
      case Reply.Silent<T>() -> throw new AssertionError("silent");
    };
  }

  /** Serves the contract to whoever asks, and checks that exactly its own request was sent. */
  private static <T> Reply<T> exchange(String name, Supplier<Reply<T>> question) {
    Contract contract = Contract.load(name);
    DOWNSTREAMS.reset();
    DOWNSTREAMS
        .server()
        .stubFor(
            get(urlMatching("/internal/.*"))
                .willReturn(
                    aResponse()
                        .withStatus(contract.response().status())
                        .withHeader("Content-Type", "application/json")
                        .withBody(contract.response().bodyText())));
    Reply<T> reply = question.get();
    assertThat(
            DOWNSTREAMS.server().getAllServeEvents().stream()
                .map(event -> event.getRequest().getUrl())
                .filter(url -> url.startsWith("/internal/"))
                .map(url -> URLDecoder.decode(url, StandardCharsets.UTF_8)))
        .containsExactly(contract.request().path());
    return reply;
  }

  private static UUID uuid(String end) {
    return UUID.fromString(PREFIX + end);
  }
}
