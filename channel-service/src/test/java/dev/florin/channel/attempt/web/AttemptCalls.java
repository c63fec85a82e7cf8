package dev.florin.channel.attempt.web;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import java.net.URI;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
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
        "PUT",
        "/internal/attempts/" + paymentUuid + "_1",
        """
        {"payment_uuid":"%s","merchant_id":"demo","amount":%s,"currency":"USD",
        "payment_method":"credit_card"%s}"""
            .formatted(paymentUuid, amount, tokenField));
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
    var response =
        mvc.perform(
                request(HttpMethod.valueOf(method), URI.create(path))
                    .contentType(MediaType.APPLICATION_JSON)
                    .content(body)
                    .with(jwt().authorities(new SimpleGrantedAuthority(authority))))
            .andReturn()
            .getResponse();
    return new Answer(response.getStatus(), response.getContentAsString());
  }
}
