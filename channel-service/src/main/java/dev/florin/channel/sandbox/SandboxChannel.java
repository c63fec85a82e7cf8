package dev.florin.channel.sandbox;

import dev.florin.channel.channel.Channel;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Instruction;
import dev.florin.channel.channel.Lookup;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.channel.channel.ProviderHttp;
import dev.florin.channel.channel.ProviderPause;
import dev.florin.channel.sandbox.SandboxPspClient.Answer;
import dev.florin.channel.sandbox.SandboxPspClient.ChargeRequest;
import dev.florin.channel.sandbox.SandboxPspClient.ErrorAnswer;
import dev.florin.channel.sandbox.SandboxPspClient.FollowUpRequest;
import dev.florin.web.client.CallFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
  private final ProviderPause pause;

  SandboxChannel(ProviderHttp http, SandboxProperties properties, Clock clock) {
    this.pause = new ProviderPause(clock);
    this.client =
        http.client(
            SandboxPspClient.class,
            properties.client(),
            pause,
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
  public Duration rest() {
    return pause.remaining();
  }

  @Override
  public ChannelResult carryOut(Instruction instruction) {
    try {
      return SandboxAnswers.read(instruction, send(instruction));
    } catch (RuntimeException e) {
      LOG.warn("Nothing was confirmed for {}: {}", instruction.reference(), nameOf(e));
      return switch (CallFailures.classify(e)) {
        case NOT_SENT -> new NotSent(Reason.UNREACHABLE);
        case REFUSED -> refused((HttpClientErrorException) e);
        case NO_ANSWER -> SandboxAnswers.UNUSABLE;
      };
    }
  }

  private @Nullable Answer send(Instruction instruction) {
    return switch (instruction.operation()) {
      case CHARGE -> client.charge(charge(instruction, null));
      case AUTHORISE -> client.charge(charge(instruction, false));
      case CAPTURE -> client.capture(followUp(instruction));
      case VOID -> client.release(followUp(instruction));
      case REFUND -> client.refund(followUp(instruction));
    };
  }

  private static ChargeRequest charge(Instruction instruction, @Nullable Boolean capture) {
    return new ChargeRequest(
        instruction.reference(),
        instruction.amount().minorUnits(),
        instruction.amount().currencyCode(),
        instruction.paymentMethod(),
        instruction.paymentToken(),
        capture);
  }

  private static FollowUpRequest followUp(Instruction instruction) {
    return new FollowUpRequest(
        instruction.reference(),
        Objects.requireNonNull(instruction.ofReference(), "ofReference"),
        instruction.amount().minorUnits(),
        instruction.amount().currencyCode());
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
  public Lookup find(Instruction instruction) {
    try {
      return new Found(SandboxAnswers.read(instruction, ask(instruction)));
    } catch (HttpClientErrorException.NotFound e) {
      return saysNotFound(e) ? new NotFound() : new NoAnswer();
    } catch (RuntimeException e) {
      LOG.warn("The channel did not tell about {}: {}", instruction.reference(), nameOf(e));
      return new NoAnswer();
    }
  }

  private @Nullable Answer ask(Instruction instruction) {
    String reference = instruction.reference();
    return switch (instruction.operation()) {
      case CHARGE, AUTHORISE -> client.findCharge(reference);
      case CAPTURE -> client.findCapture(reference);
      case VOID -> client.findVoid(reference);
      case REFUND -> client.findRefund(reference);
    };
  }

  private static String nameOf(RuntimeException e) {
    return e.getClass().getSimpleName();
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
