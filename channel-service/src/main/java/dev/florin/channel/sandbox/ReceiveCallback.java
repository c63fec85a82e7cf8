package dev.florin.channel.sandbox;

import dev.florin.channel.attempt.SettleAttempt;
import dev.florin.channel.sandbox.SandboxPspClient.Answer;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Takes what the sandbox provider calls back, if it is the provider that calls. */
@Service
public class ReceiveCallback {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiveCallback.class);

  private static final String CHANNEL = "sandbox";

  private record Message(@Nullable String type, @Nullable Answer data) {}

  private final CallbackSignature signature;
  private final SettleAttempt settleAttempt;
  private final JsonMapper json;

  ReceiveCallback(
      SandboxProperties properties, SettleAttempt settleAttempt, JsonMapper json, Clock clock) {
    this.signature = new CallbackSignature(properties.callbackSecrets(), clock);
    this.settleAttempt = settleAttempt;
    this.json = json;
  }

  /**
   * Takes the message, once. The sender learns nothing of what came of it.
   *
   * @param messageId the header {@code webhook-id}
   * @param timestamp the header {@code webhook-timestamp}
   * @param signatures the header {@code webhook-signature}
   * @param body as it came
   * @return false if it does not carry the provider's signature
   */
  public boolean receive(String messageId, String timestamp, String signatures, byte[] body) {
    if (!signature.isOn(messageId, timestamp, signatures, body)) {
      return false;
    }
    Answer data = read(messageId, body);
    if (data == null || data.reference() == null) {
      settleAttempt.couldNotRead(CHANNEL);
      return true;
    }
    settleAttempt.hear(
        CHANNEL,
        messageId,
        data.reference(),
        instruction -> SandboxAnswers.read(instruction, data));
    return true;
  }

  private @Nullable Answer read(String messageId, byte[] body) {
    try {
      Message message = json.readValue(body, Message.class);
      return message == null ? null : message.data();
    } catch (JacksonException unreadable) {
      LOG.error(
          "Callback {} is signed but unreadable: {}",
          messageId,
          unreadable.getClass().getSimpleName());
      return null;
    }
  }
}
