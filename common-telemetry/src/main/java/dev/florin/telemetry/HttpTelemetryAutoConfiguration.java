package dev.florin.telemetry;

import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.web.filter.OncePerRequestFilter;

/** HTTP spans and metrics by the semantic conventions, and the trace's id on every answer. */
@AutoConfiguration(before = WebMvcObservationAutoConfiguration.class)
public final class HttpTelemetryAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(ClientRequestObservationConvention.class)
  HttpClientConvention florinHttpClientConvention() {
    return new HttpClientConvention();
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class Server {

    /** Directly inside Boot's observation filter, which is at the highest precedence plus one. */
    private static final int INSIDE_OBSERVATION = Ordered.HIGHEST_PRECEDENCE + 2;

    @Bean
    @ConditionalOnMissingBean(ServerRequestObservationConvention.class)
    OpenTelemetryServerRequestObservationConvention florinHttpServerConvention() {
      return new OpenTelemetryServerRequestObservationConvention();
    }

    @Bean
    ObservationPredicate florinSilentActuator() {
      return (name, context) ->
          !(context instanceof ServerRequestObservationContext server)
              || server.getCarrier() == null
              || !isActuator(server.getCarrier());
    }

    private static boolean isActuator(HttpServletRequest request) {
      return request.getRequestURI().startsWith(request.getContextPath() + "/actuator");
    }

    @Bean
    FilterRegistrationBean<ServerSpanFilter> florinServerSpanFilter() {
      FilterRegistrationBean<ServerSpanFilter> registration =
          new FilterRegistrationBean<>(new ServerSpanFilter());
      registration.setOrder(INSIDE_OBSERVATION);
      registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
      return registration;
    }
  }

  /** Security checks are no steps of their own; their cost is in the server span. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(SecurityObservationSettings.class)
  static class Security {

    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings florinSilentSecurity() {
      return SecurityObservationSettings.noObservations();
    }
  }

  /**
   * Answers with the W3C {@code traceresponse} header and marks the server span of a refused (4xx)
   * or failed (5xx) request as an error.
   */
  static final class ServerSpanFilter extends OncePerRequestFilter {

    static final String TRACE_RESPONSE = "traceresponse";

    private static final int FIRST_ERROR_STATUS = 400;

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
      return false;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      Span span = Span.current();
      SpanContext context = span.getSpanContext();
      if (!context.isValid()) {
        chain.doFilter(request, response);
        return;
      }
      if (!response.isCommitted()) {
        response.setHeader(TRACE_RESPONSE, TraceContexts.format(context));
      }
      chain.doFilter(request, response);
      if (response.getStatus() >= FIRST_ERROR_STATUS && !request.isAsyncStarted()) {
        span.setStatus(StatusCode.ERROR, "HTTP " + response.getStatus());
      }
    }
  }
}
