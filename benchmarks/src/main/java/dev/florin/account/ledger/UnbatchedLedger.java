package dev.florin.account.ledger;

import java.util.List;
import org.springframework.context.ApplicationContext;

/** The ledger without its queue: each command in a transaction of its own, on its own thread. */
public final class UnbatchedLedger {

  private final PostBatch postBatch;

  private UnbatchedLedger(PostBatch postBatch) {
    this.postBatch = postBatch;
  }

  /** The one of a running service. */
  public static UnbatchedLedger in(ApplicationContext service) {
    return new UnbatchedLedger(service.getBean(PostBatch.class));
  }

  /** Carries one command out. */
  public Outcome execute(Command command) {
    return postBatch.post(List.of(new Request(command, null))).getFirst();
  }
}
