package dev.florin.gateway.security;

import dev.florin.web.deadline.Deadline;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Hides the headers that only the platform may set: baggage (services believe it), the deadline,
 * where a request was forwarded from, and, unless those outside are trusted with it, the trace.
 * Behind a load balancer Tomcat reads the last group from trusted addresses before this filter
 * runs, see {@code server.forward-headers-strategy}.
 */
final class UntrustedHeaderFilter extends OncePerRequestFilter {

  private static final Set<String> DROPPED =
      Set.of(
          "baggage",
          Deadline.HEADER,
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-proto",
          "x-forwarded-ssl",
          "x-real-ip");

  private final Set<String> dropped;
  private final boolean trustTraceparent;

  UntrustedHeaderFilter(boolean trustTraceparent) {
    Set<String> names = new HashSet<>(DROPPED);
    if (!trustTraceparent) {
      names.addAll(SentTrace.HEADERS);
    }
    this.dropped = Set.copyOf(names);
    this.trustTraceparent = trustTraceparent;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!trustTraceparent) {
      SentTrace.remember(request);
    }
    chain.doFilter(carriesDropped(request) ? new Cleaned(request) : request, response);
  }

  private boolean carriesDropped(HttpServletRequest request) {
    Enumeration<String> names = request.getHeaderNames();
    while (names.hasMoreElements()) {
      if (isDropped(names.nextElement())) {
        return true;
      }
    }
    return false;
  }

  private boolean isDropped(String name) {
    return dropped.contains(name.toLowerCase(Locale.ROOT));
  }

  private final class Cleaned extends HttpServletRequestWrapper {

    Cleaned(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return isDropped(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return isDropped(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      List<String> kept =
          Collections.list(super.getHeaderNames()).stream()
              .filter(name -> !isDropped(name))
              .toList();
      return Collections.enumeration(kept);
    }
  }
}
