package dev.florin.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tokens such as identity-service signs, for callers that it need not know. */
final class StackTokens {

  private final String header;
  private final ObjectNode claims;
  private final PrivateKey key;

  /**
   * Signs with the stack's own key.
   *
   * @param pattern a token of the stack's, whose other claims are kept
   */
  StackTokens(Florin florin, String pattern) {
    String[] parts = pattern.split("\\.", -1);
    this.header = parts[0];
    this.claims =
        (ObjectNode)
            JsonMapper.shared()
                .readTree(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8));
    try {
      String pem =
          Files.readString(florin.home().resolve("secrets/identity/florin.identity.signing-key"));
      this.key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(
                      Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))));
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A merchant with every scope that merchants have. */
  String ofMerchant(String merchant) {
    return of(merchant, token -> token.put("merchant_id", merchant));
  }

  /** Somebody's, with other claims than the pattern's. */
  String of(String subject, Consumer<ObjectNode> change) {
    ObjectNode own = claims.deepCopy();
    own.put("sub", subject);
    own.put("jti", UUID.randomUUID().toString());
    change.accept(own);
    String content = header + "." + base64(own.toString().getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(US_ASCII));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
