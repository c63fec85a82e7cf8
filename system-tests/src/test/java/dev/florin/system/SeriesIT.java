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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

  /** What a busier process has more of, such as causes of collections. */
  private static final int FEW = 50;

  @Test
  void noServiceHasMoreSeriesAfterTenThousandMerchants(Florin florin, PaymentApi api)
      throws Exception {
    assertThat(api.pay("USER_971", "10.00", null).status()).isEqualTo(201);
    assertThat(api.pay("USER_971", "10.00", "tok_4000000000000002").status()).isEqualTo(402);
    var tokens = new MerchantTokens(florin, api.token());
    assertThat(atOnce(payments(api, tokens, "first", AT_ONCE))).containsOnly(402);
    Map<Service, Long> before = series(florin);

    assertThat(atOnce(payments(api, tokens, "merchant", MERCHANTS)))
        .as("declined, but for what a busy machine turns away")
        .hasSize(MERCHANTS)
        .isSubsetOf(402, 503)
        .filteredOn(status -> status == 402)
        .hasSizeGreaterThan(MERCHANTS * 99 / 100);

    Map<Service, Long> after = series(florin);
    System.out.println("series before " + before + " and after " + after);
    after.forEach(
        (service, count) ->
            assertThat(count)
                .as(service.module())
                .isLessThanOrEqualTo(MOST_SERIES)
                .isLessThanOrEqualTo(before.getOrDefault(service, 0L) + FEW));
  }

  /** Of no wallet of their own: risk and account are asked, and decline. */
  private static List<Callable<Answer>> payments(
      PaymentApi api, MerchantTokens tokens, String merchants, int count) {
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      String id = merchants + "-" + number;
      requests.add(
          () -> api.as(tokens.of(id)).pay(UUID.randomUUID().toString(), "USER_1", "1.00", null));
    }
    return requests;
  }

  private static Map<Service, Long> series(Florin florin) {
    Map<Service, Long> series = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      series.put(
          service,
          florin.metrics(service.part()).lines().filter(line -> !line.startsWith("#")).count());
    }
    return series;
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
