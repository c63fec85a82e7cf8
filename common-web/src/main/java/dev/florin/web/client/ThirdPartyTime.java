package dev.florin.web.client;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * How much of a request's time was spent at third parties, told from hop to hop in the answer's
 * {@code Server-Timing}: whoever measures the platform can tell its own slowness from theirs.
 */
public final class ThirdPartyTime {

  /** The W3C's header for such figures. */
  public static final String HEADER = "Server-Timing";

  private static final String NAME = "third-party";
  private static final Pattern ENTRY = Pattern.compile(NAME + ";dur=([0-9]{1,9})");
  private static final String SUM = ThirdPartyTime.class.getName();

  private ThirdPartyTime() {}

  /** Adds to what the answer to the request in work will say; nothing where there is none. */
  public static void add(Duration time) {
    if (time.isPositive()
        && RequestContextHolder.getRequestAttributes()
            instanceof ServletRequestAttributes request) {
      Object before = request.getAttribute(SUM, RequestAttributes.SCOPE_REQUEST);
      Duration sum = time.plus(before instanceof Duration earlier ? earlier : Duration.ZERO);
      request.setAttribute(SUM, sum, RequestAttributes.SCOPE_REQUEST);
      HttpServletResponse response = request.getResponse();
      if (response != null) {
        response.setHeader(HEADER, NAME + ";dur=" + sum.toMillis());
      }
    }
  }

  /**
   * Reads what an answer says.
   *
   * @param headers the values of its header, if it has any
   */
  public static Duration in(@Nullable List<String> headers) {
    if (headers != null) {
      for (String header : headers) {
        Matcher entry = ENTRY.matcher(header);
        if (entry.find()) {
          return Duration.ofMillis(Long.parseLong(entry.group(1)));
        }
      }
    }
    return Duration.ZERO;
  }
}
