package dev.florin.channel.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells the provider's callbacks from anybody else's, as Standard Webhooks 1.0 says. */
final class CallbackSignature {

  /** How far the sender's clock may be off; older messages could be replays. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1,";
  private static final int MOST_SIGNATURES = 5;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final List<SecretKeySpec> keys;
  private final Clock clock;

  /** Any of the secrets will do: while the provider's is replaced, there are two. */
  CallbackSignature(List<String> secrets, Clock clock) {
    this.keys = secrets.stream().map(CallbackSignature::key).toList();
    this.clock = clock;
  }

  private static SecretKeySpec key(String secret) {
    byte[] bytes = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /** Whether one of the signatures is the provider's on this message, at about this time. */
  boolean isOn(String messageId, String timestamp, String signatures, byte[] body) {
    if (!MESSAGE_ID.matcher(messageId).matches() || !isNow(timestamp)) {
      return false;
    }
    boolean found = false;
    for (SecretKeySpec key : keys) {
      byte[] expected = of(key, messageId, timestamp, body);
      for (String signature : signatures.split(" ", MOST_SIGNATURES)) {
        // All are looked at, in constant time each: how long it takes tells nothing.
        found |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  private boolean isNow(String timestamp) {
    if (!SECONDS.matcher(timestamp).matches()) {
      return false;
    }
    long off = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
    return Math.abs(off) <= TOLERANCE.toSeconds();
  }

  private static byte[] of(SecretKeySpec key, String messageId, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((messageId + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      String code = Base64.getEncoder().encodeToString(mac.doFinal(body));
      return (VERSION + code).getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
