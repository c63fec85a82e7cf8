package dev.florin.gateway.route;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Refuses a body of the wrong kind, form or size before anything is done for it: text is UTF-8, and
 * nothing is unpacked, so that a few bytes cannot become many. A body without a length is measured
 * when it is read.
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
          CommonError.UNSUPPORTED_MEDIA_TYPE, "send the body as " + accepted + " in UTF-8");
    }
    if (isPacked(sent.getHeaders(HttpHeaders.CONTENT_ENCODING))) {
      throw new ProblemException(
          CommonError.UNSUPPORTED_MEDIA_TYPE, "send the body without a Content-Encoding");
    }
    return next.handle(request);
  }

  private static boolean hasBody(HttpServletRequest sent) {
    return sent.getContentLengthLong() > 0 || sent.getHeader("Transfer-Encoding") != null;
  }

  private boolean isAccepted(@Nullable String contentType) {
    try {
      return contentType != null && isAccepted(MediaType.parseMediaType(contentType));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private boolean isAccepted(MediaType sent) {
    Charset charset = sent.getCharset();
    return accepted.isCompatibleWith(sent)
        && (charset == null || charset.equals(StandardCharsets.UTF_8));
  }

  private static boolean isPacked(Enumeration<String> encodings) {
    while (encodings.hasMoreElements()) {
      if (!encodings.nextElement().equalsIgnoreCase("identity")) {
        return true;
      }
    }
    return false;
  }
}
