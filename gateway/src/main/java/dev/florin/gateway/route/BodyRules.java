package dev.florin.gateway.route;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Refuses a body of the wrong kind or size before anything is done for it. A body without a length
 * is measured when it is read.
 *
 * @param accepted the one kind of body that the route takes
 * @param maxBytes the longest body
 */
record BodyRules(MediaType accepted, long maxBytes)
    implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    HttpServletRequest sent = request.servletRequest();
    if (sent.getContentLengthLong() > maxBytes) {
      throw Forward.tooLarge(maxBytes);
    }
    if (hasBody(sent) && !isAccepted(sent.getContentType())) {
      throw new ProblemException(
          CommonError.UNSUPPORTED_MEDIA_TYPE, "send the body as " + accepted);
    }
    return next.handle(request);
  }

  private static boolean hasBody(HttpServletRequest sent) {
    return sent.getContentLengthLong() > 0 || sent.getHeader("Transfer-Encoding") != null;
  }

  private boolean isAccepted(@Nullable String contentType) {
    try {
      return contentType != null
          && accepted.isCompatibleWith(MediaType.parseMediaType(contentType));
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }
}
