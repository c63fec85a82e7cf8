package dev.florin.localstack.stack;

import dev.florin.localstack.ledger.SealKeys;
import dev.florin.localstack.ledger.SealTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The secrets of one stack, one file each, made when they are asked for first and readable by their
 * owner alone. Those of the identity service lie in a folder that it reads as a config tree.
 */
public final class Secrets {
  /** The client that runs the platform. */
  public static final String OPERATOR = "operator";

  private static final int RANDOM_BYTES = 24;
  private static final int RSA_BITS = 2048;
  private static final int PEM_LINE = 64;

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  Secrets(Path folder) {
    this.folder = folder;
  }

  String postgresAdministrator() {
    return password("postgres");
  }

  String database(String name) {
    return password("database." + name);
  }

  /** Where a service reads its database's password for every new connection. */
  Path databaseFile(String name) {
    return folder.resolve("database." + name);
  }

  /** The same as far as it was made already. */
  Optional<String> knownDatabase(String name) {
    Path file = databaseFile(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the secret " + file, e);
    }
  }

  String sandboxApiKey() {
    return password("sandbox-psp.api-key");
  }

  /** What the sandbox provider signs its callbacks with, as Standard Webhooks write a secret. */
  String sandboxCallbackSecret() {
    return "whsec_" + password("sandbox-psp.callback-secret");
  }

  /** The key that seals the ledger; from then on its public key is trusted here. */
  String sealKey() {
    String pem = value("account.seal-key", SealKeys::generate);
    sealTrust().trust(SealKeys.publicKeyOf(pem));
    return pem;
  }

  /** What verifications of this stack's ledger believe. */
  public SealTrust sealTrust() {
    return new SealTrust(folder.resolve("seal-trust"));
  }

  String client(String service) {
    return password("identity/florin.identity.clients." + service);
  }

  /** The demo merchant's client secret. */
  public String demoMerchant() {
    return password("identity/florin.identity.demo.merchant-secret");
  }

  /** The operator's client secret. */
  public String operator() {
    return password("identity/florin.identity.operators." + OPERATOR);
  }

  /** The one password of all demo users. */
  public String demoUsers() {
    return password("identity/florin.identity.demo.user-password");
  }

  /** The identity service's config tree, complete. */
  Path identityTree() {
    value("identity/florin.identity.signing-key", Secrets::signingKey);
    demoMerchant();
    demoUsers();
    operator();
    return folder.resolve("identity");
  }

  private String password(String name) {
    return value(name, this::randomText);
  }

  private synchronized String value(String name, Supplier<String> maker) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        write(file, maker.get());
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the secret " + file, e);
    }
  }

  /**
   * Written elsewhere and linked: a crash leaves no half of a secret, and of two processes the
   * second takes what the first has made.
   */
  private void write(Path file, String value) throws IOException {
    var onlyOwner = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(
        file.resolveSibling(""), PosixFilePermissions.asFileAttribute(onlyOwner));
    Path draft =
        Files.createTempFile(
            folder,
            ".",
            ".draft",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, value);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // Another process was faster; its secret is the one that counts.
    } finally {
      Files.delete(draft);
    }
  }

  private String randomText() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String signingKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(Base64.getMimeEncoder(PEM_LINE, lineEnd).encodeToString(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }
}
