package dev.florin.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:db8:1:2::1",
        "2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:0DB8:0001:0002:0:0:0:1",
        "2001:db8:1:2::1%eth7"
      })
  void addressesOfOneIpv6NetworkAreOneSource(String address) {
    assertThat(SourceAddress.of(address)).isEqualTo("20010db800010002/64");
  }

  @Test
  void otherNetworksAreOtherSources() {
    assertThat(SourceAddress.of("2001:db8:1:3::1"))
        .isNotEqualTo(SourceAddress.of("2001:db8:1:2::1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "::ffff:192.0.2.7"})
  void anIpv4AddressIsASourceOfItsOwn(String address) {
    assertThat(SourceAddress.of(address)).isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "192.0.2.7:443", "", "%"})
  void whatIsNoAddressStaysAsItIs(String address) {
    assertThat(SourceAddress.of(address)).isEqualTo(address);
  }
}
