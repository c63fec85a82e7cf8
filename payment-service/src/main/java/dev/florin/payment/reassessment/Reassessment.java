package dev.florin.payment.reassessment;

import dev.florin.payment.payment.Payment;

/**
 * A payment that is to be assessed afterwards, taken up by a worker.
 *
 * @param resumptions how often it was taken up; fences off older workers
 * @param tries how often it was given back without an assessment
 */
record Reassessment(Payment payment, int resumptions, int tries) {}
