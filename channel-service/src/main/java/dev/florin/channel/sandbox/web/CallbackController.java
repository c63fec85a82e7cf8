package dev.florin.channel.sandbox.web;

import dev.florin.channel.sandbox.ReceiveCallback;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Answers whoever knows the secret with the same nothing, and everybody else with a refusal. */
@RestController
class CallbackController {

  private final ReceiveCallback receiveCallback;

  CallbackController(ReceiveCallback receiveCallback) {
    this.receiveCallback = receiveCallback;
  }

  @PostMapping("/callbacks/sandbox")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void receive(
      @RequestHeader(name = "webhook-id", defaultValue = "") String messageId,
      @RequestHeader(name = "webhook-timestamp", defaultValue = "") String timestamp,
      @RequestHeader(name = "webhook-signature", defaultValue = "") String signatures,
      InputStream body) {
    // The bytes as they came, for the signature is on them.
    byte[] bytes = CallbackBody.read(body, System::nanoTime);
    if (!receiveCallback.receive(messageId, timestamp, signatures, bytes)) {
      throw new ProblemException(
          CommonError.UNAUTHENTICATED, "the signature is missing, wrong or out of date");
    }
  }
}
