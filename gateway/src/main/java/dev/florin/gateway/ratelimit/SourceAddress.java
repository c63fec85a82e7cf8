package dev.florin.gateway.ratelimit;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Whom a request without a trusted token counts for. */
final class SourceAddress {

  private static final int IPV6_NETWORK_BYTES = 8;

  private SourceAddress() {}

  static String of(HttpServletRequest request) {
    return of(request.getRemoteAddr());
  }

  /**
   * The address, but of IPv6 only the network of 64 bits: within it a host takes what it likes.
   *
   * @param remote what the container or the proxy before it says, which may be no address at all
   */
  static String of(String remote) {
    try {
      InetAddress address = InetAddress.ofLiteral(withoutZone(remote));
      return address instanceof Inet6Address ? network(address) : address.getHostAddress();
    } catch (IllegalArgumentException _) {
      return remote;
    }
  }

  private static String withoutZone(String remote) {
    int zone = remote.indexOf('%');
    return zone < 0 ? remote : remote.substring(0, zone);
  }

  private static String network(InetAddress address) {
    return HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES) + "/64";
  }
}
