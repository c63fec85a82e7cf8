package dev.florin.payment.authorization;

import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.payment.Payments;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a request is answered again while the payment that it waits for is open. */
@Component
public class OpenAnswers {

  private final Payments payments;
  private final Answers answers;

  OpenAnswers(Payments payments, Answers answers) {
    this.payments = payments;
    this.answers = answers;
  }

  /** How the payment stands now; empty if it has come to its end. */
  public Optional<Answer> of(UUID paymentUuid) {
    return Optional.of(payments.get(paymentUuid))
        .filter(payment -> payment.status().isOpen())
        .map(answers::of);
  }
}
