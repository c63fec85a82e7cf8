package dev.florin.payment.operation;

import dev.florin.payment.operation.Operations.Query;
import java.util.List;
import org.springframework.stereotype.Component;

/** Pages of a payment's operations, newest first. */
@Component
public class OperationPages {

  /**
   * A page.
   *
   * @param hasMore whether more follow in the direction that was asked for
   */
  public record Page(List<Operation> operations, boolean hasMore) {}

  private final Operations operations;

  OperationPages(Operations operations) {
    this.operations = operations;
  }

  /** The page. */
  public Page list(Query query) {
    List<Operation> found = operations.list(query);
    boolean hasMore = found.size() > query.limit();
    List<Operation> page = hasMore ? found.subList(0, query.limit()) : found;
    return new Page(query.endingBefore() == null ? page : page.reversed(), hasMore);
  }
}
