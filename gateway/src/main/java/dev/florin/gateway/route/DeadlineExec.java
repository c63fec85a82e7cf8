package dev.florin.gateway.route;

import dev.florin.web.client.DeadlinePassedException;
import dev.florin.web.deadline.Deadline;
import dev.florin.web.deadline.DeadlineTelemetry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Holds a call to its deadline as a whole. The client's own time-outs bound one read each, so a
 * service that sends a byte now and then could go on for ever; here the connection is cut. A short
 * answer is read to its end first, so that one that breaks off is a failed call and not half an
 * answer.
 */
final class DeadlineExec implements ExecChainHandler, AutoCloseable {

  /** A page of a hundred payments has less. */
  private static final int MAX_BUFFERED = 512 * 1024;

  private final Duration timeout;
  private final Duration leaseTimeout;
  private final DeadlineTelemetry telemetry;
  private final ScheduledThreadPoolExecutor timer;

  DeadlineExec(Duration timeout, Duration leaseTimeout, DeadlineTelemetry telemetry) {
    this.timeout = timeout;
    this.leaseTimeout = leaseTimeout;
    this.telemetry = telemetry;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("deadline-", 0).factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Deadline deadline = Deadline.in(timeout);
    Duration left = deadline.remaining();
    DeadlineTelemetry.show(left);
    if (!left.isPositive()) {
      telemetry.callRefused();
      throw new DeadlinePassedException();
    }
    scope.clientContext.setRequestConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(left))
            .setConnectionRequestTimeout(
                Timeout.of(left.compareTo(leaseTimeout) < 0 ? left : leaseTimeout))
            .setRedirectsEnabled(false)
            .build());
    Future<?> cut =
        timer.schedule(() -> cancel(scope.originalRequest), left.toNanos(), TimeUnit.NANOSECONDS);
    boolean complete = true;
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      complete = buffer(response);
      return response;
    } catch (IllegalStateException e) {
      // The client's own complaint where the connection is cut between two of its steps.
      if (deadline.hasPassed()) {
        throw new InterruptedIOException("cut at the deadline");
      }
      throw e;
    } finally {
      if (complete) {
        cut.cancel(false);
      }
    }
  }

  private static void cancel(ClassicHttpRequest request) {
    if (request instanceof Cancellable running) {
      running.cancel();
    }
  }

  /** A long answer is passed on as it comes and stays under the timer. */
  private static boolean buffer(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return true;
    }
    if (entity.getContentLength() > MAX_BUFFERED) {
      return false;
    }
    byte[] head = entity.getContent().readNBytes(MAX_BUFFERED);
    if (head.length == MAX_BUFFERED) {
      response.setEntity(new ContinuedEntity(head, entity));
      return false;
    }
    entity.close();
    response.setEntity(new ByteArrayEntity(head, null));
    return true;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
