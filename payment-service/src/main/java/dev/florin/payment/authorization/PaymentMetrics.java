package dev.florin.payment.authorization;

import dev.florin.payment.payment.Payment;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What payments come to, in numbers. */
@Component
class PaymentMetrics {

  /** What a request came to, as the label {@code status}. */
  enum RequestStatus {
    /** The third party was paid. */
    SUCCESS,
    /** It was declined, or could not be carried out. */
    FAILED,
    /** The risk rules refused it. */
    REJECTED,
    /** It had been sent before. */
    DUPLICATE,
    /** Its end is open, or it waits for a person. */
    PROCESSING
  }

  private final MeterRegistry meters;
  private final SuccessWindow successes = new SuccessWindow();

  PaymentMetrics(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder("payment.success_rate", successes, SuccessWindow::rate)
        .description("share of the last thousand finished requests that succeeded")
        .register(meters);
  }

  void request(RequestStatus status) {
    meters
        .counter("payment.requests.total", "status", status.name().toLowerCase(Locale.ROOT))
        .increment();
    switch (status) {
      case SUCCESS -> successes.add(true);
      case FAILED, REJECTED -> successes.add(false);
      case DUPLICATE, PROCESSING -> {}
    }
  }

  Timer.Sample start() {
    return Timer.start(meters);
  }

  void duration(Timer.Sample sample, String method) {
    sample.stop(
        Timer.builder("payment.duration")
            .description("from the arrival of a request for a payment to its answer")
            .tag("method", method)
            .register(meters));
  }

  /** A payment has come to its end, at once or after having been taken up again. */
  void resolved(Payment ended) {
    Timer.builder("payment.resolution")
        .description("from the acceptance of a payment to its end, if it waited for no person")
        .register(meters)
        .record(Duration.between(ended.createdAt(), ended.updatedAt()));
  }

  void error(PaymentObservation step) {
    meters.counter("payment_errors_total", "step", step.getName()).increment();
  }
}
