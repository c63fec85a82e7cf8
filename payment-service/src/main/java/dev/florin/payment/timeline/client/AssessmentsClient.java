package dev.florin.payment.timeline.client;

import dev.florin.payment.timeline.Neighbours.Assessment;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** risk-service, as far as a story needs it. */
@HttpExchange
interface AssessmentsClient {

  @GetExchange("/internal/assessments/{id}")
  Assessment get(@PathVariable String id);
}
