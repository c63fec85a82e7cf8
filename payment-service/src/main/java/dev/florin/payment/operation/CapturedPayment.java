package dev.florin.payment.operation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.florin.payment.payment.PaymentDocument;

/**
 * A payment as merchants see it after a capture, and beside its fields the capture.
 *
 * @param payment whose fields stand on the outside
 */
public record CapturedPayment(@JsonUnwrapped PaymentDocument payment, CaptureDocument capture) {}
