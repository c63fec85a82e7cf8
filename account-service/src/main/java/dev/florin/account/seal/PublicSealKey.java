package dev.florin.account.seal;

import java.time.Instant;

/**
 * A key that sealed blocks.
 *
 * @param publicKey X.509 SubjectPublicKeyInfo in base64
 */
public record PublicSealKey(String keyId, String publicKey, Instant firstUsedAt) {}
