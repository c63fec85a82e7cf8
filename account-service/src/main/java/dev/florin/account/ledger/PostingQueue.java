package dev.florin.account.ledger;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Lets commands that arrive together share one database transaction. A few writers each take all
 * that waits, up to a batch; a command that finds a writer idle is carried out at once, alone.
 *
 * <p>A batch's span is a child of its first request's and links the others; a command that is alone
 * needs none of its own.
 */
@Component
class PostingQueue implements InitializingBean, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(PostingQueue.class);

  /** How soon an idle writer sees that it is to end. */
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  /** Carries commands out in one transaction, all or none. */
  interface Poster {

    List<Outcome> post(List<Request> batch);
  }

  private final Poster poster;
  private final Tracer tracer;
  private final int batchSize;
  private final BlockingQueue<Pending> waiting;
  private final DistributionSummary batchSizes;
  private final List<Thread> writers = new ArrayList<>();
  private volatile boolean closed;

  PostingQueue(Poster poster, Tracer tracer, MeterRegistry meters, LedgerProperties properties) {
    this.poster = poster;
    this.tracer = tracer;
    this.batchSize = properties.batch();
    this.waiting = new ArrayBlockingQueue<>(properties.queue());
    this.batchSizes =
        DistributionSummary.builder("ledger.batch.size")
            .description("Commands that shared a transaction")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .register(meters);
    Gauge.builder("ledger.queue.size", waiting, BlockingQueue::size)
        .description("Commands that wait for a transaction")
        .register(meters);
    for (int n = 1; n <= properties.writers(); n++) {
      writers.add(Thread.ofPlatform().name("ledger-writer-" + n).daemon().unstarted(this::write));
    }
  }

  @Override
  public void afterPropertiesSet() {
    writers.forEach(Thread::start);
  }

  /**
   * Hands a command over.
   *
   * @throws LedgerBusyException if too many wait already
   */
  void add(Pending command) {
    if (closed || !waiting.offer(command)) {
      throw new LedgerBusyException(closed ? "the ledger is closing" : "too many commands wait");
    }
  }

  private void write() {
    List<Pending> taken = new ArrayList<>(batchSize);
    while (!closed) {
      Pending first = next();
      if (first != null) {
        taken.add(first);
        waiting.drainTo(taken, batchSize - 1);
        carryOut(taken.stream().filter(Pending::take).toList());
        taken.clear();
      }
    }
  }

  private @Nullable Pending next() {
    try {
      return waiting.poll(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      closed = true;
      return null;
    }
  }

  /** Nothing that goes wrong with one batch may end the writer. */
  private void carryOut(List<Pending> batch) {
    try {
      if (!batch.isEmpty()) {
        batchSizes.record(batch.size());
        inItsSpan(batch);
      }
    } catch (RuntimeException | Error e) {
      log.error("a batch of {} failed", batch.size(), e);
      batch.forEach(pending -> pending.answer().completeExceptionally(e));
    }
  }

  private void inItsSpan(List<Pending> batch) {
    Span cause = batch.getFirst().span();
    if (batch.size() == 1) {
      try (Tracer.SpanInScope _ = tracer.withSpan(cause)) {
        post(batch);
      }
      return;
    }
    Span span = batchSpan(cause, batch);
    try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
      post(batch);
    } finally {
      span.end();
    }
  }

  private Span batchSpan(@Nullable Span cause, List<Pending> batch) {
    Span.Builder builder =
        tracer.spanBuilder().name("ledger.post_batch").tag("ledger.batch.size", batch.size());
    if (cause == null) {
      builder.setNoParent();
    } else {
      builder.setParent(cause.context());
    }
    batch.stream()
        .skip(1)
        .map(Pending::span)
        .filter(Objects::nonNull)
        .forEach(span -> builder.addLink(new Link(span.context())));
    return builder.start();
  }

  private void post(List<Pending> batch) {
    RuntimeException failure = attempt(batch);
    if (failure == null) {
      return;
    }
    boolean databaseFailed =
        failure instanceof DataAccessResourceFailureException
            || failure instanceof TransactionException;
    if (batch.size() == 1 || databaseFailed) {
      log.warn("{} commands were not carried out: {}", batch.size(), failure.toString());
      batch.forEach(pending -> pending.answer().completeExceptionally(failure));
    } else {
      log.debug("a batch of {} is tried one by one: {}", batch.size(), failure.toString());
      oneByOne(batch);
    }
  }

  /** Answers all, or none and tells why. */
  private @Nullable RuntimeException attempt(List<Pending> batch) {
    batch.forEach(pending -> pending.tell("transaction.begin"));
    List<Outcome> outcomes;
    try {
      outcomes = poster.post(batch.stream().map(Pending::request).toList());
    } catch (RuntimeException e) {
      batch.forEach(pending -> pending.tell("transaction.rollback"));
      return e;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      batch.get(i).tell("transaction.commit");
      batch.get(i).answer().complete(outcomes.get(i));
    }
    return null;
  }

  /**
   * What one command brought about must not fail its neighbours. Of those that want what someone
   * else keeps locked only the first waits for it.
   */
  private void oneByOne(List<Pending> batch) {
    Set<Object> locked = new HashSet<>();
    for (Pending pending : batch) {
      Set<Object> wanted = new BatchReferences(List.of(pending.request())).exclusive();
      RuntimeException failure =
          pending.deadline().hasPassed() || !Collections.disjoint(wanted, locked)
              ? new LedgerBusyException("the accounts are busy")
              : attempt(List.of(pending));
      if (failure != null) {
        pending.answer().completeExceptionally(failure);
      }
      if (failure instanceof LedgerBusyException) {
        locked.addAll(wanted);
      }
    }
  }

  /** Lets what was taken be finished; what still waits is answered that it was not begun. */
  @Override
  public void destroy() throws InterruptedException {
    closed = true;
    for (Thread writer : writers) {
      writer.join(Duration.ofSeconds(10));
    }
    waiting.forEach(Pending::giveUp);
  }
}
