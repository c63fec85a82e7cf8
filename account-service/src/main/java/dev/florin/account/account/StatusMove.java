package dev.florin.account.account;

import java.util.List;
import java.util.Locale;

/** A change of an account's status. Asked for again, it finds its work done. */
public enum StatusMove {
  /** Nothing is paid out any more; what comes in is taken. */
  FREEZE("account.frozen", "frozen", "open"),
  /** What was frozen pays out again. */
  UNFREEZE("account.unfrozen", "open", "frozen"),
  /** Nothing moves any more but what returns. Only an empty account can be closed, and for good. */
  CLOSE("account.closed", "closed", "open");

  private final String action;
  private final String target;
  private final String source;

  StatusMove(String action, String target, String source) {
    this.action = action;
    this.target = target;
    this.source = source;
  }

  String action() {
    return action;
  }

  String target() {
    return target;
  }

  boolean isAllowedFrom(String status) {
    return source.equals(status);
  }

  /** The names of the moves that the status allows. */
  public static List<String> allowedFrom(String status) {
    return List.of(values()).stream()
        .filter(move -> move.isAllowedFrom(status))
        .map(move -> move.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
