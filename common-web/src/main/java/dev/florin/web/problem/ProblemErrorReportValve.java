package dev.florin.web.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers, as a problem, what the server refuses before any of our code runs: a path that is no
 * path, a header that is none. The server makes it by its class name.
 */
public final class ProblemErrorReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    CommonError error =
        status.is4xxClientError() ? CommonError.MALFORMED_REQUEST : CommonError.INTERNAL_ERROR;
    byte[] problem =
        """
        {"type":"%s","title":"%s","status":%d,"detail":"%s","code":"%s","retryable":%s}"""
            .formatted(
                error.type(),
                error.title(),
                status.value(),
                "the server could not understand the request",
                error.code(),
                error.retryable())
            .getBytes(StandardCharsets.UTF_8);
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(problem);
      response.finishResponse();
    } catch (IOException gone) {
      container.getLogger().debug("the client did not wait for its answer", gone);
    }
  }
}
