package dev.florin.channel.sandbox;

import dev.florin.channel.channel.Channel;
import dev.florin.channel.channel.ChannelResult;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Instruction;
import dev.florin.channel.channel.Lookup;
import dev.florin.channel.channel.Lookup.Closed;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.channel.channel.ProviderHttp;
import dev.florin.channel.channel.ProviderPause;
import dev.florin.channel.sandbox.SandboxPspClient.Answer;
import dev.florin.channel.sandbox.SandboxPspClient.ChargeRequest;
import dev.florin.channel.sandbox.SandboxPspClient.Closure;
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
        case REFUSED -> refused(instruction, (HttpClientErrorException) e);
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

  /**
   * Only what the provider documents as a refusal of our very reference is one. Any other status,
   * even of the client's error kind, may be the word of a proxy that has passed the request on.
   */
  private static ChannelResult refused(Instruction instruction, HttpClientErrorException e) {
    return switch (codeAbout(instruction, e)) {
      case "invalid_request", "unknown_charge", "reference_closed" -> new NotSent(Reason.REFUSED);
      case "reference_conflict" ->
          new Unknown("The channel knows this reference with another content; a person must look.");
      case null, default -> SandboxAnswers.UNUSABLE;
    };
  }

  @Override
  public Lookup find(Instruction instruction) {
    try {
      return new Found(SandboxAnswers.read(instruction, ask(instruction)));
    } catch (HttpClientErrorException.NotFound e) {
      return "not_found".equals(codeAbout(instruction, e)) ? new NotFound() : new NoAnswer();
    } catch (RuntimeException e) {
      LOG.warn("The channel did not tell about {}: {}", instruction.reference(), nameOf(e));
      return new NoAnswer();
    }
  }

  @Override
  public Lookup close(Instruction instruction) {
    try {
      return isClosed(instruction, client.close(instruction.reference()))
          ? new Closed()
          : new NoAnswer();
    } catch (HttpClientErrorException.Conflict e) {
      // It came just before; what became of it is told as always.
      return "reference_taken".equals(codeAbout(instruction, e))
          ? find(instruction)
          : new NoAnswer();
    } catch (RuntimeException e) {
      LOG.warn("The channel did not close {}: {}", instruction.reference(), nameOf(e));
      return new NoAnswer();
    }
  }

  private static boolean isClosed(Instruction instruction, @Nullable Closure closure) {
    return closure != null
        && instruction.reference().equals(closure.reference())
        && "closed".equals(closure.status());
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

  /**
   * The code of an error in the provider's own words about our reference; null for anything else,
   * for a proxy's error page says nothing of money.
   */
  private static @Nullable String codeAbout(Instruction instruction, HttpClientErrorException e) {
    try {
      ErrorAnswer answer = e.getResponseBodyAs(ErrorAnswer.class);
      return answer != null
              && answer.error() != null
              && instruction.reference().equals(answer.error().reference())
          ? answer.error().code()
          : null;
    } catch (RuntimeException unreadable) {
      return null;
    }
  }
}
