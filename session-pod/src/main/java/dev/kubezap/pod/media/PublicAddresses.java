package dev.kubezap.pod.media;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;

/**
 * Which addresses a caller's URL may lead to: those of the public Internet, so that nobody reaches
 * through this process what is only reachable from here. Pure; asked with the address that is
 * connected to.
 *
 * @param allowLoopback for the playground and tests
 */
public record PublicAddresses(boolean allowLoopback) implements Predicate<InetAddress> {
  /** The first 12 bytes of an IPv4 address behind NAT64 (RFC 6052). */
  private static final byte[] NAT64 = HexFormat.of().parseHex("0064ff9b0000000000000000");

  /** The first 12 bytes of {@code ::a.b.c.d}. */
  private static final byte[] COMPATIBLE = new byte[12];

  @Override
  public boolean test(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return allowsV4(bytes);
    }
    if (!(address instanceof Inet6Address)) {
      return false;
    }
    if (Arrays.equals(bytes, 0, 12, NAT64, 0, 12)
        || Arrays.equals(bytes, 0, 12, COMPATIBLE, 0, 12)) {
      return allowsV4(Arrays.copyOfRange(bytes, 12, 16))
          || (allowLoopback && address.isLoopbackAddress());
    }
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    // Global unicast is 2000::/3; of it 2002::/16 (6to4) and 2001::/32 (Teredo) hold other
    // addresses, and 2001:db8::/32 is for documents.
    boolean global = (first & 0xE0) == 0x20;
    boolean sixToFour = first == 0x20 && second == 0x02;
    boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
    boolean documents =
        first == 0x20 && second == 0x01 && bytes[2] == 0x0D && (bytes[3] & 0xFF) == 0xB8;
    return global && !sixToFour && !teredo && !documents;
  }

  private boolean allowsV4(byte[] address) {
    int first = address[0] & 0xFF;
    int second = address[1] & 0xFF;
    int third = address[2] & 0xFF;
    if (first == 127) {
      return allowLoopback;
    }
    boolean own = first == 0 || first == 10 || (first == 192 && second == 168);
    boolean own172 = first == 172 && second >= 16 && second <= 31;
    boolean shared = first == 100 && second >= 64 && second <= 127;
    boolean link = first == 169 && second == 254;
    boolean special =
        (first == 192 && second == 0 && (third == 0 || third == 2))
            || (first == 192 && second == 88 && third == 99)
            || (first == 198 && (second == 18 || second == 19))
            || (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    return !own && !own172 && !shared && !link && !special && first < 224;
  }
}
