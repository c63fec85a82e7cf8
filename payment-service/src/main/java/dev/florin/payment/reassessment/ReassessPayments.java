package dev.florin.payment.reassessment;

import dev.florin.payment.authorization.RiskDesk;
import dev.florin.payment.authorization.RiskDesk.Assessment;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Risk.Decision;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.reassessment.ReassessmentObservation.Detail;
import dev.florin.payment.reassessment.ReassessmentObservation.Label;
import dev.florin.payment.reconciliation.Finding;
import dev.florin.payment.reconciliation.OpenCase;
import dev.florin.payment.reconciliation.ReconciliationCase.Kind;
import dev.florin.web.deadline.Deadline;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Assesses afterwards what went on without an assessment, once each, as soon as one is to be had.
 * Any number of instances may do so at once.
 */
@Component
@ConditionalOnBooleanProperty(name = "florin.payment.resolution.enabled", matchIfMissing = true)
public class ReassessPayments {

  private static final Logger log = LoggerFactory.getLogger(ReassessPayments.class);

  /** Few enough to be done, one after the other, within their lease. */
  private static final int BITE = 5;

  /** What risk-service gets of the lease for each. */
  private static final Duration BUDGET = Duration.ofSeconds(1);

  private final Reassessments reassessments;
  private final RiskDesk risk;
  private final Payments payments;
  private final OpenCase openCase;
  private final TransactionOperations transactions;
  private final ObservationRegistry observations;
  private final MeterRegistry meters;

  ReassessPayments(
      Reassessments reassessments,
      RiskDesk risk,
      Payments payments,
      OpenCase openCase,
      TransactionOperations transactions,
      ObservationRegistry observations,
      MeterRegistry meters) {
    this.reassessments = reassessments;
    this.risk = risk;
    this.payments = payments;
    this.openCase = openCase;
    this.transactions = transactions;
    this.observations = observations;
    this.meters = meters;
  }

  /** Assesses all that is due. */
  @Scheduled(fixedDelayString = "${florin.payment.resolution.interval:1s}")
  public void reassessDue() {
    List<Reassessment> due;
    do {
      due = reassessments.takeUpDue(BITE);
      due.forEach(this::reassess);
    } while (due.size() == BITE);
  }

  private void reassess(Reassessment taken) {
    Observation observation =
        ReassessmentObservation.REASSESS
            .observation(observations)
            .lowCardinalityKeyValue(Label.DECISION.withValue("none"))
            .highCardinalityKeyValue(
                Detail.PAYMENT_ID.withValue(taken.payment().terms().paymentId()));
    try {
      observation.observe(() -> reassess(taken, observation));
    } catch (RuntimeException e) {
      log.error(
          "payment {} could not be assessed afterwards; its lease will pass",
          taken.payment().id(),
          e);
    }
  }

  private void reassess(Reassessment taken, Observation observation) {
    switch (Deadline.in(BUDGET).call(() -> risk.reassess(taken.payment()))) {
      case Assessment.Allowed(var level, var score) ->
          decide(taken, Decision.ALLOW, level, score, observation);
      case Assessment.ReviewNeeded(var level, var score) ->
          decide(taken, Decision.REVIEW, level, score, observation);
      case Assessment.Denied(var level, var score) ->
          decide(taken, Decision.DENY, level, score, observation);
      case Assessment.Unavailable(), Assessment.NotAllowedToAsk() -> reassessments.giveBack(taken);
    }
  }

  private void decide(
      Reassessment taken,
      Decision decision,
      @Nullable String level,
      @Nullable Integer score,
      Observation observation) {
    boolean decided =
        Boolean.TRUE.equals(
            transactions.execute(
                _ -> {
                  if (!reassessments.decide(taken, decision, level, score)) {
                    return false;
                  }
                  if (decision == Decision.DENY) {
                    lateDenial(taken, level, score);
                  }
                  return true;
                }));
    if (decided) {
      String name = decision.name().toLowerCase(Locale.ROOT);
      observation.lowCardinalityKeyValue(Label.DECISION.withValue(name));
      meters.counter("payment.reassessments", "decision", name).increment();
    }
  }

  /** A payment that has failed has given its money back: there is nothing to look at. */
  private void lateDenial(Reassessment taken, @Nullable String level, @Nullable Integer score) {
    Payment payment = payments.lock(taken.payment().id().value());
    switch (payment.status()) {
      case PROCESSING, REQUIRES_REVIEW, REQUIRES_ACTION, REQUIRES_CAPTURE, SUCCEEDED ->
          openCase.open(
              new Finding(
                  Kind.LATE_DENIAL, payment.id().value(), null, null, detail(level, score)));
      case CREATED, FAILED, CANCELED, EXPIRED -> {}
    }
  }

  private static Map<String, @Nullable String> detail(
      @Nullable String level, @Nullable Integer score) {
    TreeMap<String, @Nullable String> detail = new TreeMap<>();
    detail.put("decision", "deny");
    if (level != null) {
      detail.put("risk_level", level);
    }
    if (score != null) {
      detail.put("risk_score", score.toString());
    }
    return detail;
  }
}
