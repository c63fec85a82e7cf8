package dev.florin.benchmarks.ledger;

/** Single posts to an idle ledger: through its queue, and in turn with them around it. */
record LoneRound(Round queued, Round unbatched) {

  double p99Ratio() {
    return queued.p99Millis() / unbatched.p99Millis();
  }
}
