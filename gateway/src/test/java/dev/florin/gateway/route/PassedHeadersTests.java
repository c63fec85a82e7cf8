package dev.florin.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.gateway.security.RequestId;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;

class PassedHeadersTests {

  @Test
  void aRequestsHopByHopHeadersAndThoseThatItNamesAsSuchStayBehind() {
    MockHttpServletRequest request = requestWithId("id-1");
    request.setRemoteAddr("192.0.2.7");
    request.addHeader("Connection", "close, X-Private");
    request.addHeader("X-Private", "1");
    request.addHeader("Transfer-Encoding", "chunked");
    request.addHeader("Proxy-Authorization", "secret");
    request.addHeader("Upgrade", "h2c");
    request.addHeader("Host", "edge.test");
    request.addHeader("Content-Length", "5");
    request.addHeader("Idempotency-Key", "K");
    request.addHeader("Accept", "application/json");
    request.addHeader("Accept", "text/plain");
    HttpHeaders passed = new HttpHeaders();

    PassedHeaders.ofRequest(request, passed);

    assertThat(passed.headerNames())
        .containsExactlyInAnyOrder("Idempotency-Key", "Accept", "X-Forwarded-For", "X-Request-Id");
    assertThat(passed.get("Accept")).containsExactly("application/json", "text/plain");
    assertThat(passed.getFirst("X-Forwarded-For")).isEqualTo("192.0.2.7");
  }

  @Test
  void theRequestIdIsTheOneThatTheEdgeSettledOn() {
    MockHttpServletRequest request = requestWithId("settled");
    request.addHeader("x-request-id", "two words");
    HttpHeaders passed = new HttpHeaders();

    PassedHeaders.ofRequest(request, passed);

    assertThat(passed.get("X-Request-Id")).containsExactly("settled");
  }

  @Test
  void anAnswersHopByHopHeadersAndThoseOfTheEdgeItselfAreNotRepeated() {
    HttpHeaders answer = new HttpHeaders();
    answer.add("Connection", "x-private");
    answer.add("X-Private", "1");
    answer.add("Keep-Alive", "timeout=60");
    answer.add("Transfer-Encoding", "chunked");
    answer.add("TraceResponse", "00-1");
    answer.add("x-request-id", "1");
    answer.add("Location", "/api/v1/payments/1");
    HttpHeaders passed = new HttpHeaders();

    PassedHeaders.ofResponse(answer, passed);

    assertThat(passed.headerNames()).containsExactly("Location");
  }

  private static MockHttpServletRequest requestWithId(String id) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setAttribute(RequestId.class.getName(), id);
    return request;
  }
}
