package dev.florin.risk.assessment.web;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls as payment-service makes them. */
record AssessmentCalls(MockMvc mvc) {

  record Answer(int status, String body) {

    String field(String name) {
      JsonNode node = JsonMapper.shared().readTree(body).path(name);
      return node.isMissingNode() ? "" : node.asString();
    }
  }

  Answer assess(String payment, String merchant, String user, String amount) throws Exception {
    return assess(payment, merchant, user, amount, "");
  }

  Answer assess(String payment, String merchant, String user, String amount, String tokenField)
      throws Exception {
    return call(
        "/internal/assessments/" + payment + ":risk",
        """
        {"merchant_id":"%s","user_id":"%s","amount":%s,"currency":"USD",
        "payment_method":"credit_card"%s}\
        """
            .formatted(merchant, user, amount, tokenField),
        "SCOPE_internal");
  }

  Answer read(String path, String authority) throws Exception {
    var response =
        mvc.perform(
                get(URI.create(path))
                    .with(jwt().authorities(new SimpleGrantedAuthority(authority))))
            .andReturn()
            .getResponse();
    return new Answer(response.getStatus(), response.getContentAsString());
  }

  Answer call(String path, String body, String authority) throws Exception {
    var response =
        mvc.perform(
                put(URI.create(path))
                    .contentType(MediaType.APPLICATION_JSON)
                    .content(body)
                    .with(jwt().authorities(new SimpleGrantedAuthority(authority))))
            .andReturn()
            .getResponse();
    return new Answer(response.getStatus(), response.getContentAsString());
  }
}
