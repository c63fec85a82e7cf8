package dev.florin.gateway.route;

import dev.florin.gateway.overload.ChangeLimit;
import dev.florin.web.client.DeadlinePassedException;
import dev.florin.web.client.ThirdPartyTime;
import dev.florin.web.deadline.Deadline;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends a request on to one service and brings the answer back, byte for byte, whatever its status.
 * The whole request is read before anything is sent: what is too long never reaches a service, and
 * a slow client holds no connection to one.
 */
final class Forward implements HandlerFunction<ServerResponse> {

  private final Backend backend;
  private final RestClient client;
  private final Breakers breakers;
  private final Duration timeout;
  private final int maxBody;
  private final ChangeLimit changes;

  Forward(
      Backend backend,
      RestClient client,
      Breakers breakers,
      ChangeLimit changes,
      RouteProperties properties) {
    this.backend = backend;
    this.client = client;
    this.breakers = breakers;
    this.changes = changes;
    this.timeout = properties.settings(backend).timeout();
    this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
  }

  @Override
  public ServerResponse handle(ServerRequest request) throws IOException {
    HttpServletRequest sent = request.servletRequest();
    byte[] body = read(sent);
    Deadline deadline = Deadline.in(timeout);
    if (!ChangeLimit.isLimited(sent.getMethod(), sent.getRequestURI())) {
      return forward(request, body, deadline, Call.UNHEARD);
    }
    if (!changes.take(deadline.remaining())) {
      throw CallProblems.busy(backend);
    }
    Change change = new Change();
    try {
      return forward(request, body, deadline, change);
    } catch (ProblemException failure) {
      if (failure.errorCode() == CommonError.DEADLINE_EXCEEDED) {
        change.tooLate();
      }
      throw failure;
    } finally {
      changes.giveBack();
    }
  }

  private ServerResponse forward(ServerRequest request, byte[] body, Deadline deadline, Call call) {
    try {
      return breakers.run(
          backend,
          base -> deadline.call(() -> send(target(request, base), request, body, deadline, call)));
    } catch (DeadlinePassedException late) {
      throw CallProblems.tooLate();
    } catch (RestClientException failure) {
      throw CallProblems.of(failure, backend, request.method(), deadline);
    }
  }

  /** Hears how a request fares. */
  private interface Call {
    Call UNHEARD =
        new Call() {
          @Override
          public void begins() {}

          @Override
          public void answered(ClientHttpResponse answer) {}
        };

    /** It is sent, maybe not for the first time: to another instance if one cannot be reached. */
    void begins();

    /** Before the answer is passed on. */
    void answered(ClientHttpResponse answer) throws IOException;
  }

  /** What the limit learns from: the time that a service had a change, not that in our queues. */
  private final class Change implements Call {
    private @Nullable Long start;

    @Override
    public void begins() {
      start = System.nanoTime();
    }

    /** What was refused says nothing of how long it takes to carry something out. */
    @Override
    public void answered(ClientHttpResponse answer) throws IOException {
      Duration thirdParties = ThirdPartyTime.in(answer.getHeaders().get(ThirdPartyTime.HEADER));
      HttpStatusCode status = answer.getStatusCode();
      if (status.is5xxServerError()) {
        changes.failed(took(), thirdParties);
      } else if (!status.isError() || status.isSameCodeAs(HttpStatus.PAYMENT_REQUIRED)) {
        changes.answered(took(), thirdParties);
      }
    }

    void tooLate() {
      changes.failed(took(), Duration.ZERO);
    }

    private Duration took() {
      return start == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private byte[] read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(maxBody + 1);
    if (body.length > maxBody) {
      throw tooLarge(maxBody);
    }
    return body;
  }

  static ProblemException tooLarge(long limit) {
    return new ProblemException(
        CommonError.PAYLOAD_TOO_LARGE, "the body may have " + limit + " bytes at most");
  }

  private ServerResponse send(
      URI target, ServerRequest request, byte[] body, Deadline deadline, Call call) {
    RestClient.RequestBodySpec sent =
        client
            .method(request.method())
            .uri(target)
            .headers(
                headers -> {
                  PassedHeaders.ofRequest(request.servletRequest(), headers);
                  headers.set(Deadline.HEADER, Long.toString(deadline.remaining().toMillis()));
                });
    if (body.length > 0) {
      sent.body(body);
    }
    call.begins();
    return sent.exchange(
        (_, response) -> {
          call.answered(response);
          return answer(response);
        },
        false);
  }

  /** The address as the client wrote it; only scheme, host and port are the instance's. */
  private static URI target(ServerRequest request, String base) {
    String query = request.servletRequest().getQueryString();
    String path = request.uri().getRawPath();
    try {
      return URI.create(query == null ? base + path : base + path + "?" + query);
    } catch (IllegalArgumentException _) {
      throw new ProblemException(CommonError.MALFORMED_REQUEST, "the query is malformed");
    }
  }

  private static ServerResponse answer(ClientHttpResponse response) throws IOException {
    return ServerResponse.status(response.getStatusCode())
        .headers(headers -> PassedHeaders.ofResponse(response.getHeaders(), headers))
        .build(
            (_, servletResponse) -> {
              try (response) {
                response.getBody().transferTo(servletResponse.getOutputStream());
              }
              return null;
            });
  }
}
