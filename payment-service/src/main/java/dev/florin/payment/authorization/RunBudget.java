package dev.florin.payment.authorization;

import dev.florin.web.deadline.Deadline;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The time that the remote calls of one run may take. */
@Component
public class RunBudget {

  private final AuthorizationProperties properties;

  RunBudget(AuthorizationProperties properties) {
    this.properties = properties;
  }

  /** Runs the work so that enough of the request's time is left to write down how it ended. */
  public <T> T run(Supplier<T> work) {
    Duration budget =
        Deadline.current()
            .map(deadline -> deadline.remaining().minus(properties.reserve()))
            .orElse(properties.budget());
    return Deadline.in(budget).call(work::get);
  }
}
