package dev.florin.account.integrity;

/** Tells which transfers are new, each once, although those with lower positions may come later. */
final class Newcomers {

  private long checked;
  private boolean begun;

  /** A part of the transfers, by position. */
  record Part(long after, long to) {

    Place start() {
      return new Place(Long.toString(after), 0);
    }

    Place end() {
      return new Place(Long.toString(to), 0);
    }
  }

  /**
   * The next ones; to be checked in a snapshot that is taken after the ledger was seen complete.
   * Those from before the first part are left to the sweeps.
   *
   * @param complete up to which position no transfer can appear any more; 0 if that is not known
   * @param rows how many at most
   */
  Part next(long complete, int rows) {
    if (!begun && complete > 0) {
      begun = true;
      checked = Math.max(0, complete - rows);
    }
    return new Part(checked, Math.max(checked, Math.min(complete, checked + rows)));
  }

  /** The part was checked. */
  void done(Part part) {
    checked = Math.max(checked, part.to());
  }

  long checked() {
    return checked;
  }
}
