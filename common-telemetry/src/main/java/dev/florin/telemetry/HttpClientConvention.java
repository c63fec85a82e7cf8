package dev.florin.telemetry;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;

/**
 * Names outgoing HTTP calls as the OpenTelemetry semantic conventions do; Spring has such a
 * convention for servers only.
 */
final class HttpClientConvention implements ClientRequestObservationConvention {

  private static final String NONE = KeyValue.NONE_VALUE;

  @Override
  public String getName() {
    return "http.client.request.duration";
  }

  @Override
  public @Nullable String getContextualName(ClientRequestObservationContext context) {
    ClientHttpRequest request = context.getCarrier();
    if (request == null) {
      return null;
    }
    String method = request.getMethod().name();
    String template = path(context.getUriTemplate());
    return template == null ? method : method + " " + template;
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(ClientRequestObservationContext context) {
    ClientHttpRequest request = context.getCarrier();
    URI uri = request == null ? null : request.getURI();
    String template = path(context.getUriTemplate());
    return KeyValues.of(
        KeyValue.of("error.type", errorType(context)),
        KeyValue.of("http.request.method", request == null ? "_OTHER" : request.getMethod().name()),
        KeyValue.of("http.response.status_code", status(context.getResponse())),
        KeyValue.of("server.address", uri == null || uri.getHost() == null ? NONE : uri.getHost()),
        KeyValue.of("server.port", port(uri)),
        KeyValue.of("url.template", template == null ? NONE : template));
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(ClientRequestObservationContext context) {
    ClientHttpRequest request = context.getCarrier();
    return request == null
        ? KeyValues.empty()
        : KeyValues.of(KeyValue.of("url.full", fullUrl(request.getURI())));
  }

  /** The address without user information and without the values of secret query parameters. */
  static String fullUrl(URI uri) {
    String query = uri.getRawQuery();
    if (query == null && uri.getRawUserInfo() == null) {
      return uri.toString();
    }
    StringBuilder url = new StringBuilder().append(uri.getScheme()).append("://");
    url.append(uri.getHost());
    if (uri.getPort() != -1) {
      url.append(':').append(uri.getPort());
    }
    url.append(uri.getRawPath());
    if (query != null) {
      appendQuery(url, query);
    }
    return url.toString();
  }

  private static void appendQuery(StringBuilder url, String query) {
    char separator = '?';
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      url.append(separator);
      if (equals > 0 && Redaction.isSensitiveKey(parameter.substring(0, equals))) {
        url.append(parameter, 0, equals + 1).append(Redaction.MASK);
      } else {
        url.append(parameter);
      }
      separator = '&';
    }
  }

  private static @Nullable String path(@Nullable String template) {
    if (template == null) {
      return null;
    }
    int scheme = template.indexOf("://");
    int start = scheme < 0 ? 0 : template.indexOf('/', scheme + 3);
    if (start < 0) {
      return "/";
    }
    int end = template.indexOf('?', start);
    String path = end < 0 ? template.substring(start) : template.substring(start, end);
    return path.startsWith("/") ? path : "/" + path;
  }

  private static String port(@Nullable URI uri) {
    if (uri == null) {
      return NONE;
    }
    if (uri.getPort() != -1) {
      return Integer.toString(uri.getPort());
    }
    return "https".equals(uri.getScheme()) ? "443" : "80";
  }

  private static String status(@Nullable ClientHttpResponse response) {
    try {
      return response == null ? NONE : Integer.toString(response.getStatusCode().value());
    } catch (IOException e) {
      return NONE;
    }
  }

  private static String errorType(ClientRequestObservationContext context) {
    Throwable error = context.getError();
    return error == null ? NONE : error.getClass().getName();
  }
}
