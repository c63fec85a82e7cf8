package dev.florin.channel.sandbox;

import dev.florin.channel.channel.Channel;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Charge;
import dev.florin.channel.channel.Lookup;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.channel.channel.ProviderHttp;
import dev.florin.channel.sandbox.SandboxPspClient.ChargeRequest;
import dev.florin.channel.sandbox.SandboxPspClient.ErrorAnswer;
import dev.florin.web.client.CallFailures;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;

/** Pays at the sandbox provider. */
@Component
final class SandboxChannel implements Channel {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxChannel.class);

  private final SandboxPspClient client;
  private final Duration finalityWindow;

  SandboxChannel(ProviderHttp http, SandboxProperties properties) {
    this.client =
        http.client(
            SandboxPspClient.class,
            properties.client(),
            builder ->
                builder.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + properties.apiKey()));
    this.finalityWindow = properties.finalityWindow();
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public Duration finalityWindow() {
    return finalityWindow;
  }

  @Override
  public ChannelResult charge(Charge charge) {
    try {
      return SandboxAnswers.read(
          charge,
          client.charge(
              new ChargeRequest(
                  charge.reference(),
                  charge.amount().minorUnits(),
                  charge.amount().currencyCode(),
                  charge.paymentMethod(),
                  charge.paymentToken())));
    } catch (RuntimeException e) {
      LOG.warn(
          "No charge was confirmed for {}: {}", charge.reference(), e.getClass().getSimpleName());
      return switch (CallFailures.classify(e)) {
        case NOT_SENT -> new NotSent(Reason.UNREACHABLE);
        case REFUSED -> refused((HttpClientErrorException) e);
        case NO_ANSWER -> SandboxAnswers.UNUSABLE;
      };
    }
  }

  /** The provider refuses what it does not process, except where it says it may have. */
  private static ChannelResult refused(HttpClientErrorException e) {
    return switch (e.getStatusCode().value()) {
      case 408, 425 -> SandboxAnswers.UNUSABLE;
      case 409 ->
          new Unknown("The channel knows this reference with another content; a person must look.");
      default -> new NotSent(Reason.REFUSED);
    };
  }

  @Override
  public Lookup find(Charge charge) {
    try {
      return new Found(SandboxAnswers.read(charge, client.find(charge.reference())));
    } catch (HttpClientErrorException.NotFound e) {
      return saysNotFound(e) ? new NotFound() : new NoAnswer();
    } catch (RuntimeException e) {
      LOG.warn(
          "The channel did not tell about {}: {}",
          charge.reference(),
          e.getClass().getSimpleName());
      return new NoAnswer();
    }
  }

  /** A 404 counts only in the provider's own words: a proxy's error page says nothing of money. */
  private static boolean saysNotFound(HttpClientErrorException.NotFound e) {
    try {
      ErrorAnswer answer = e.getResponseBodyAs(ErrorAnswer.class);
      return answer != null && answer.error() != null && "not_found".equals(answer.error().code());
    } catch (RuntimeException unreadable) {
      return false;
    }
  }
}
