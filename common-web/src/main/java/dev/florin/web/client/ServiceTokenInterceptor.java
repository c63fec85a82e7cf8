package dev.florin.web.client;

import java.io.IOException;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Puts this service's token on a call. A 401 says that nothing was done: the call is made once more
 * if there is another token, since the key that signed the first one may have been taken back.
 */
record ServiceTokenInterceptor(ServiceTokens tokens) implements ClientHttpRequestInterceptor {

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    String token = tokens.current();
    request.getHeaders().setBearerAuth(token);
    ClientHttpResponse response = execution.execute(request, body);
    if (response.getStatusCode() != HttpStatus.UNAUTHORIZED || !tokens.giveUp(token)) {
      return response;
    }
    response.close();
    request.getHeaders().setBearerAuth(tokens.current());
    return execution.execute(request, body);
  }
}
