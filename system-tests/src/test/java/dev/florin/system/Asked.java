package dev.florin.system;

import dev.florin.system.PaymentApi.Answer;
import org.jspecify.annotations.Nullable;

/** What a merchant asks for: a payment of USD, or something to be done to one. */
sealed interface Asked {

  /** The amount in minor units; zero where the request names none. */
  long cents();

  /** Where it is sent. */
  String path();

  String body();

  /**
   * A payment by card.
   *
   * @param manual whether it is captured by a request of its own
   */
  record Payment(String user, long cents, @Nullable String token, boolean manual) implements Asked {

    static final String PATH = "/api/v1/payments";

    @Override
    public String path() {
      return PATH;
    }

    @Override
    public String body() {
      return """
      {"user_id":"%s","amount":%s,"currency":"USD","payment_method":"credit_card"%s%s}\
      """
          .formatted(
              user,
              History.amount(cents),
              token == null ? "" : ",\"payment_token\":\"%s\"".formatted(token),
              manual ? ",\"capture_method\":\"manual\"" : "");
    }
  }

  /** A capture of that much, which is the last one. */
  record Capture(String paymentId, long cents) implements Asked {

    @Override
    public String path() {
      return Payment.PATH + "/" + paymentId + "/capture";
    }

    @Override
    public String body() {
      return "{\"amount\":%s,\"final_capture\":true}".formatted(History.amount(cents));
    }
  }

  record Refund(String paymentId, long cents) implements Asked {

    @Override
    public String path() {
      return Payment.PATH + "/" + paymentId + "/refunds";
    }

    @Override
    public String body() {
      return "{\"amount\":%s,\"reason\":\"requested_by_customer\"}"
          .formatted(History.amount(cents));
    }
  }

  record Cancel(String paymentId) implements Asked {

    @Override
    public long cents() {
      return 0;
    }

    @Override
    public String path() {
      return Payment.PATH + "/" + paymentId + "/void";
    }

    @Override
    public String body() {
      return "{}";
    }
  }

  /**
   * A decision on a payment that waits for one.
   *
   * @param decision {@code approve} or {@code decline}
   */
  record Review(String paymentId, String decision) implements Asked {

    @Override
    public long cents() {
      return 0;
    }

    @Override
    public String path() {
      return Payment.PATH + "/" + paymentId + "/review";
    }

    @Override
    public String body() {
      return "{\"decision\":\"%s\",\"reason\":\"a person looked at it\"}".formatted(decision);
    }
  }

  default Answer send(PaymentApi api, String key) {
    return api.post(path(), key, body());
  }
}
