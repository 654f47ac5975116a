package dev.kubezap.pod.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Which addresses a declared webhook may have: private ones, but none of this machine, of the link
 * (where clouds keep their metadata), or of many. Pure; asked with the resolved address of every
 * attempt.
 *
 * @param allowLoopback for the playground and tests
 */
public record AddressPolicy(boolean allowLoopback) {
  /** The first 12 bytes of {@code ::a.b.c.d}. */
  private static final byte[] COMPATIBLE = new byte[12];

  /** The first 12 bytes of an IPv4 address behind NAT64 (RFC 6052). */
  private static final byte[] NAT64 = HexFormat.of().parseHex("0064ff9b0000000000000000");

  /** The metadata service of a cloud that is not on the link: fd00:ec2::254. */
  private static final byte[] METADATA_V6 =
      HexFormat.of().parseHex("fd000ec2000000000000000000000254");

  /** Whether a connection may be made there. */
  public boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address && embedsV4(bytes)) {
      return allowsV4(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (address instanceof Inet4Address) {
      return allowsV4(bytes);
    }
    return !address.isLinkLocalAddress()
        && !address.isMulticastAddress()
        && !Arrays.equals(bytes, METADATA_V6);
  }

  private boolean allowsV4(byte[] address) {
    int first = address[0] & 0xFF;
    int second = address[1] & 0xFF;
    if (first == 127 || first == 0) {
      return allowLoopback;
    }
    boolean linkLocal = first == 169 && second == 254;
    return !linkLocal && first < 224;
  }

  /** Of {@code ::} and {@code ::1}, too, the answer is that of 0.0.0.0 and its network. */
  private static boolean embedsV4(byte[] address) {
    return Arrays.equals(address, 0, 12, COMPATIBLE, 0, 12)
        || Arrays.equals(address, 0, 12, NAT64, 0, 12);
  }
}
