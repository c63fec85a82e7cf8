package dev.florin.risk.assessment;

import dev.florin.fault.FaultPoint;
import dev.florin.risk.assessment.RiskObservation.Detail;
import dev.florin.risk.rule.Rules;
import dev.florin.risk.rule.Verdict;
import dev.florin.risk.signal.Velocities;
import dev.florin.risk.signal.Velocity;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

/** Assesses a payment; a repeated id is answered as it was the first time. */
@Service
public class AssessPayment {

  private static final Logger LOG = LoggerFactory.getLogger(AssessPayment.class);

  private final Velocities velocities;
  private final Rules rules;
  private final Assessments assessments;
  private final RiskMetrics metrics;
  private final ObservationRegistry observations;

  AssessPayment(
      Velocities velocities,
      Rules rules,
      Assessments assessments,
      RiskMetrics metrics,
      ObservationRegistry observations) {
    this.velocities = velocities;
    this.rules = rules;
    this.assessments = assessments;
    this.metrics = metrics;
    this.observations = observations;
  }

  /**
   * Assesses the payment.
   *
   * @throws ProblemException 409 {@code assessment_conflict} if the id belongs to another content;
   *     503 {@code service_unavailable} if the answer cannot be kept
   */
  public Verdict assess(AssessmentOrder order) {
    Observation check =
        RiskObservation.CHECK
            .begin(observations)
            .highCardinalityKeyValue(Detail.ASSESSMENT.withValue(order.id()));
    try (var _ = check.openScope()) {
      Velocity velocity =
          velocities.count(
              order.merchantId(), order.userId(), order.id(), order.amount(), rules.windows());
      Verdict verdict = keep(order, evaluate(order, velocity), velocity);
      RiskObservation.describe(check, verdict);
      return verdict;
    } catch (RuntimeException e) {
      check.error(e);
      throw e;
    } finally {
      check.stop();
    }
  }

  /** The assessment that was kept under that id. */
  public Optional<KeptAssessment> find(String id) {
    return assessments.find(id);
  }

  private Verdict evaluate(AssessmentOrder order, Velocity velocity) {
    Observation evaluation = RiskObservation.EVALUATE.begin(observations);
    try (var _ = evaluation.openScope()) {
      Verdict verdict = rules.evaluate(order.amount(), velocity);
      RiskObservation.describe(evaluation, verdict);
      return verdict;
    } finally {
      evaluation.stop();
    }
  }

  private Verdict keep(AssessmentOrder order, Verdict verdict, Velocity velocity) {
    try {
      boolean kept =
          FaultPoint.between(
              FaultPoint.RISK_KEEP_BEFORE_COMMIT,
              FaultPoint.RISK_KEEP_AFTER_COMMIT,
              () -> assessments.keep(new Assessment(order, verdict), velocity));
      if (kept) {
        metrics.count(verdict.decision());
        return verdict;
      }
      Assessment first = assessments.get(order.id());
      if (!first.order().equals(order)) {
        throw new ProblemException(
            RiskError.ASSESSMENT_CONFLICT, "this assessment id was used for another payment");
      }
      return first.verdict();
    } catch (DataAccessException e) {
      LOG.error("An assessment could not be kept", e);
      throw new ProblemException(
          CommonError.SERVICE_UNAVAILABLE, "the assessment could not be made; try again");
    }
  }
}
