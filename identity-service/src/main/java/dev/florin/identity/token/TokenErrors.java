package dev.florin.identity.token;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What the token endpoint says where the authorization server says nothing, in the form of <a
 * href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, 5.2</a>.
 */
final class TokenErrors extends OncePerRequestFilter implements AuthenticationEntryPoint {

  private static final Logger log = LoggerFactory.getLogger(TokenErrors.class);

  /** A request that names no client at all. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic");
    write(response, HttpStatus.UNAUTHORIZED, "invalid_client");
  }

  /** Parameters may be none, and clients are read from the database, which may be away. */
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (RequestRejectedException _) {
      write(response, HttpStatus.BAD_REQUEST, "invalid_request");
    } catch (ServletException | RuntimeException e) {
      if (!isOfTheDatabase(e)) {
        throw e;
      }
      log.warn("no token: {}", NestedExceptionUtils.getMostSpecificCause(e).toString());
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      write(response, HttpStatus.SERVICE_UNAVAILABLE, "temporarily_unavailable");
    }
  }

  private static boolean isOfTheDatabase(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataAccessException || cause instanceof TransactionException) {
        return true;
      }
    }
    return false;
  }

  private static void write(HttpServletResponse response, HttpStatus status, String error)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getWriter().write("{\"error\":\"%s\"}".formatted(error));
  }
}
