package dev.kubezap.operator.settings;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses, written as {@code 10.0.0.0/8}.
 *
 * @param first an address of the range
 * @param bits how many leading bits all addresses of the range have in common
 */
public record AddressRange(InetAddress first, int bits) {

  private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

  /** Reads a range; empty when the text is none. */
  public static Optional<AddressRange> read(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    try {
      var range =
          new AddressRange(
              InetAddress.ofLiteral(text.substring(0, slash)),
              Integer.parseInt(text.substring(slash + 1)));
      return range.bits <= range.length() ? Optional.of(range) : Optional.empty();
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  /** The range of one address. */
  public static AddressRange of(InetAddress address) {
    return new AddressRange(address, address.getAddress().length * 8);
  }

  /** Whether every address of the other range is in this one. */
  public boolean contains(AddressRange other) {
    return length() == other.length() && bits <= other.bits && prefix(this).equals(prefix(other));
  }

  private int length() {
    return first.getAddress().length * 8;
  }

  /** The other's leading bits, as many as this range has. */
  private BigInteger prefix(AddressRange other) {
    return new BigInteger(1, other.first.getAddress()).shiftRight(length() - bits);
  }

  /** As it is written, with the first zeros of an IPv6 address left out. */
  @Override
  public String toString() {
    String address = first.getHostAddress();
    return (first instanceof Inet6Address ? ZEROS.matcher(address).replaceFirst("::") : address)
        + "/"
        + bits;
  }
}
