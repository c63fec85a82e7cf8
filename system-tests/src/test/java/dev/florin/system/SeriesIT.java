package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import dev.florin.system.PaymentApi.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the platform tells of itself does not grow with those who use it. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class SeriesIT {

  private static final int MERCHANTS = 10_000;
  private static final int AT_ONCE = 16;
  private static final int MOST_SERIES = 1_500;

  @Test
  void noServiceHasMoreSeriesAfterTenThousandMerchants(Florin florin, PaymentApi api)
      throws Exception {
    assertThat(api.pay("USER_971", "10.00", null).status()).isEqualTo(201);
    assertThat(api.pay("USER_971", "10.00", "tok_4000000000000002").status()).isEqualTo(402);
    var tokens = new MerchantTokens(florin, api.token());

    List<Callable<Answer>> requests = new ArrayList<>();
    for (int merchant = 0; merchant < MERCHANTS; merchant++) {
      String id = "merchant-%05d".formatted(merchant);
      // Of no wallet of its own: risk and account are asked, and decline.
      requests.add(
          () -> api.as(tokens.of(id)).pay(UUID.randomUUID().toString(), "USER_1", "1.00", null));
    }
    List<Integer> statuses = atOnce(requests);

    assertThat(statuses).hasSize(MERCHANTS).containsOnly(402);
    for (Service service : Service.values()) {
      long series =
          florin.metrics(service.part()).lines().filter(line -> !line.startsWith("#")).count();
      System.out.printf("%s: %d series%n", service.module(), series);
      assertThat(series).as(service.module()).isLessThanOrEqualTo(MOST_SERIES);
      assertThat(florin.metrics(service.part())).doesNotContain("merchant-0");
    }
  }

  private static List<Integer> atOnce(List<Callable<Answer>> requests)
      throws InterruptedException, ExecutionException {
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Answer> answer : threads.invokeAll(requests)) {
        statuses.add(answer.get().status());
      }
    }
    return statuses;
  }

  /** Tokens such as identity-service signs, of merchants that it need not know. */
  private static final class MerchantTokens {

    private final String header;
    private final ObjectNode claims;
    private final PrivateKey key;

    MerchantTokens(Florin florin, String pattern) throws IOException, GeneralSecurityException {
      String[] parts = pattern.split("\\.", -1);
      this.header = parts[0];
      this.claims =
          (ObjectNode) JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
      String pem =
          Files.readString(florin.home().resolve("secrets/identity/florin.identity.signing-key"));
      this.key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(
                      Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))));
    }

    String of(String merchant) throws GeneralSecurityException {
      ObjectNode own = claims.deepCopy();
      own.put("sub", merchant);
      own.put("merchant_id", merchant);
      own.put("jti", UUID.randomUUID().toString());
      String content = header + "." + base64(own.toString().getBytes(StandardCharsets.UTF_8));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
  }
}
