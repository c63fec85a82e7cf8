package dev.florin.channel.attempt.web;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import dev.florin.web.client.ThirdPartyTime;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls as payment-service makes them. */
record AttemptCalls(MockMvc mvc) {

  record Answer(int status, String body) {

    String field(String name) {
      JsonNode node = JsonMapper.shared().readTree(body).path(name);
      return node.isMissingNode() ? "" : node.asString();
    }
  }

  Answer pay(String paymentUuid, String amount, String tokenField) throws Exception {
    return call(
        "PUT", "/internal/attempts/" + paymentUuid + "_1", charge(paymentUuid, amount, tokenField));
  }

  /** Pays, and answers how long third parties are said to have taken. */
  Duration thirdPartyTime(String paymentUuid) throws Exception {
    String body = charge(paymentUuid, "\"19.99\"", "");
    var response =
        response("PUT", "/internal/attempts/" + paymentUuid + "_1", body, "SCOPE_internal");
    return ThirdPartyTime.in(response.getHeaders(ThirdPartyTime.HEADER));
  }

  private static String charge(String paymentUuid, String amount, String tokenField) {
    return """
        {"payment_uuid":"%s","merchant_id":"demo","amount":%s,"currency":"USD",
        "payment_method":"credit_card"%s}"""
        .formatted(paymentUuid, amount, tokenField);
  }

  Answer pay(String paymentUuid) throws Exception {
    return pay(paymentUuid, "\"19.99\"", "");
  }

  Answer operate(String id, String paymentUuid, String operation, String ofAttempt, String amount)
      throws Exception {
    String of = ofAttempt.isEmpty() ? "" : ",\"of_attempt\":\"" + ofAttempt + "\"";
    return call(
        "PUT",
        "/internal/attempts/" + id,
        """
        {"payment_uuid":"%s","merchant_id":"demo","amount":"%s","currency":"USD",
        "payment_method":"credit_card","operation":"%s"%s}"""
            .formatted(paymentUuid, amount, operation, of));
  }

  Answer resolve(String id, String finding) throws Exception {
    return call(
        "PUT",
        "/internal/attempts/" + id + "/resolution",
        "{\"actor\":\"operator\",\"reason\":\"asked by phone\"," + finding + "}");
  }

  Answer call(String method, String path, String body) throws Exception {
    return call(method, path, body, "SCOPE_internal");
  }

  Answer call(String method, String path, String body, String authority) throws Exception {
    var response = response(method, path, body, authority);
    return new Answer(response.getStatus(), response.getContentAsString());
  }

  private MockHttpServletResponse response(
      String method, String path, String body, String authority) throws Exception {
    return mvc.perform(
            request(HttpMethod.valueOf(method), URI.create(path))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .with(jwt().authorities(new SimpleGrantedAuthority(authority))))
        .andReturn()
        .getResponse();
  }
}
