package dev.florin.channel.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.channel.Channel;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Instruction;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.channel.channel.Operation;
import dev.florin.money.Money;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A refusal counts in the provider's own words about our own reference, and no status does. */
class RefusalsIT extends ChannelIntegration {

  private static final String OURS = "{{jsonPath request.body '$.reference'}}";

  private final Channel sandbox;
  private final Instruction charge =
      new Instruction(
          UUID.randomUUID() + "_1",
          Operation.CHARGE,
          Money.parse("19.99", "USD"),
          "credit_card",
          null,
          null);

  @Autowired
  RefusalsIT(Channel sandbox) {
    this.sandbox = sandbox;
  }

  @ParameterizedTest
  @CsvSource({"400, invalid_request", "422, unknown_charge", "409, reference_closed"})
  void whatTheProviderRefusesInItsOwnWordsWasNotSent(int status, String code) {
    whenCharging(error(status, code, OURS));

    assertThat(sandbox.carryOut(charge)).isEqualTo(new NotSent(Reason.REFUSED));
  }

  static Stream<ResponseDefinitionBuilder> whatAnybodyCouldSay() {
    Stream<ResponseDefinitionBuilder> bare =
        IntStream.of(400, 401, 403, 404, 405, 409, 413, 415, 421, 422, 429, 431, 451)
            .mapToObj(
                status ->
                    aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html><h1>" + status + "</h1></html>"));
    return Stream.concat(
        bare,
        Stream.of(
            aResponse().withStatus(422),
            error(400, "invalid_request", "other_1"),
            error(400, "invalid_request", ""),
            error(400, "blocked", OURS),
            error(429, "too_many_requests", OURS),
            error(409, "reference_conflict", OURS),
            aResponse()
                .withStatus(400)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":{\"code\":\"invalid_request\",\"message\":\"\"}}"),
            aResponse()
                .withStatus(400)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":\"invalid_request\"}"),
            aResponse()
                .withStatus(400)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"code\":\"invalid_request\"")));
  }

  @ParameterizedTest
  @MethodSource("whatAnybodyCouldSay")
  void aClientErrorThatIsNotProvablyTheProvidersIsUnknown(ResponseDefinitionBuilder answer) {
    whenCharging(answer);

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
    assertThat(chargesSent()).as("and it is not sent again").isEqualTo(1);
  }

  @Test
  void onlyTheProvidersOwnNotFoundOfOurReferenceCounts() {
    whenAsked(notFound());
    assertThat(sandbox.find(charge)).isInstanceOf(NotFound.class);

    whenAsked(aResponse().withStatus(404).withBody("<html>no route</html>"));
    assertThat(sandbox.find(charge)).isInstanceOf(NoAnswer.class);

    whenAsked(error(404, "not_found", "other_1"));
    assertThat(sandbox.find(charge)).isInstanceOf(NoAnswer.class);
  }
}
