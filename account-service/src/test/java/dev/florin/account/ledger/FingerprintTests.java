package dev.florin.account.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTests {

  @Test
  void sameContentHasTheSameFingerprint() {
    assertThat(Fingerprint.of("a", "b")).isEqualTo(Fingerprint.of("a", "b"));
    assertThat(Fingerprint.of("a").hex()).matches("[0-9a-f]{64}");
  }

  @Test
  void whereOnePartEndsCounts() {
    assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
    assertThat(Fingerprint.of("a", "")).isNotEqualTo(Fingerprint.of("a"));
  }
}
