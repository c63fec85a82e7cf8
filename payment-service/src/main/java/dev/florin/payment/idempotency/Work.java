package dev.florin.payment.idempotency;

import java.util.Optional;
import java.util.UUID;

/**
 * What a request begins: a payment, or something that is done to one. It is leased while somebody
 * carries it out, so that it can be taken up when its worker died.
 *
 * @param <W> the work as its worker holds it
 */
public interface Work<W> {

  /**
   * Names a work and the payment that it is about.
   *
   * @param uuid the work's own id
   * @param paymentUuid the payment's; the same for a new payment
   * @param paymentId the payment's external name
   */
  record Ref(UUID uuid, UUID paymentUuid, String paymentId) {}

  /** The name of the work to be begun; a new one at each call. */
  Ref next();

  /**
   * Begins the work, leased to the caller, in the caller's transaction.
   *
   * @throws dev.florin.web.problem.ProblemException if it may not be begun; then nothing is stored,
   *     and the key is free
   */
  W begin(Ref ref);

  /** Takes the work up, if its lease or its pause has passed. */
  Optional<W> takeUp(UUID uuid);

  /** What the request is answered while the work's end is open; empty once it has ended. */
  Optional<Answer> open(UUID uuid);
}
