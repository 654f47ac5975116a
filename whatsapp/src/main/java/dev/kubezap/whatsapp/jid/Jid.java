package dev.kubezap.whatsapp.jid;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address: {@code user@server}, {@code user:device@server} or, for a service itself, {@code
 * @server}.
 *
 * <p>Device 0 is the phone; it is written without a device, so {@code 1:0@lid} and {@code 1@lid}
 * are the same value.
 *
 * @param user account, group or list; empty for the server itself
 * @param device number of the linked device, 0 for the phone, at most 65535
 * @param server namespace of the user
 */
public record Jid(String user, int device, JidServer server) implements Comparable<Jid> {

  /** Largest device number that any form of address on the wire can carry. */
  public static final int MAX_DEVICE = 0xFFFF;

  private static final int LONGEST = 128;

  /** The service itself, the peer of most queries: {@code @s.whatsapp.net}. */
  public static final Jid SERVICE = new Jid("", 0, JidServer.PHONE_NUMBER);

  /** The group service: {@code @g.us}. */
  public static final Jid GROUP_SERVICE = new Jid("", 0, JidServer.GROUP);

  /** The status feed: {@code status@broadcast}. */
  public static final Jid STATUS = new Jid("status", 0, JidServer.BROADCAST);

  private static final Comparator<Jid> ORDER =
      Comparator.comparing(Jid::user)
          .thenComparing(jid -> jid.server().name())
          .thenComparingInt(Jid::device);

  /** Refuses what could not be written and read back. */
  public Jid {
    if (user.indexOf('@') >= 0 || user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("The user of a JID holds neither '@' nor ':'");
    }
    if (device < 0 || device > MAX_DEVICE) {
      throw new IllegalArgumentException("The device of a JID is 0 to 65535, not " + device);
    }
  }

  /** The phone-number address of an account; {@code digits} without a plus sign. */
  public static Jid phoneNumber(String digits) {
    return new Jid(digits, 0, JidServer.PHONE_NUMBER);
  }

  /** The LID address of an account. */
  public static Jid lid(String user) {
    return new Jid(user, 0, JidServer.LID);
  }

  /** The address of a group. */
  public static Jid group(String id) {
    return new Jid(id, 0, JidServer.GROUP);
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when {@code text} is not an address
   */
  public static Jid of(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Not a JID: write user@server or user:device@server, such as"
                        + " 4915112345678@s.whatsapp.net"));
  }

  /**
   * Reads an address, or answers empty when {@code text} is not one. What is longer than {@value
   * #LONGEST} characters is none: addresses are part of the names of stored records.
   */
  public static Optional<Jid> parse(String text) {
    int at = text.indexOf('@');
    if (text.length() > LONGEST
        || at < 0
        || at == text.length() - 1
        || text.indexOf('@', at + 1) >= 0) {
      return Optional.empty();
    }
    String name = text.substring(0, at);
    JidServer server = JidServer.named(text.substring(at + 1));
    int colon = name.indexOf(':');
    if (colon < 0) {
      return Optional.of(new Jid(name, 0, server));
    }
    int device = deviceNumber(name.substring(colon + 1));
    return device < 0
        ? Optional.empty()
        : Optional.of(new Jid(name.substring(0, colon), device, server));
  }

  private static int deviceNumber(String digits) {
    if (digits.isEmpty() || digits.length() > 5) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = value * 10 + digit - '0';
    }
    return value <= MAX_DEVICE ? value : -1;
  }

  /** The same user without a device. */
  public Jid bare() {
    return device == 0 ? this : new Jid(user, 0, server);
  }

  /** The given device of the same user. */
  public Jid withDevice(int number) {
    return number == device ? this : new Jid(user, number, server);
  }

  /** The same address with {@code c.us} replaced by {@code s.whatsapp.net}. */
  public Jid normalized() {
    return server.equals(JidServer.LEGACY_PHONE_NUMBER)
        ? new Jid(user, device, JidServer.PHONE_NUMBER)
        : this;
  }

  /**
   * The account behind this device: no device, {@code c.us} and {@code hosted} as {@code
   * s.whatsapp.net}, {@code hosted.lid} as {@code lid}. Groups and lists stay as they are.
   */
  public Jid account() {
    if (server.equals(JidServer.HOSTED)) {
      return phoneNumber(user);
    }
    return server.equals(JidServer.HOSTED_LID) ? lid(user) : normalized().bare();
  }

  /** Whether this names an account or device by phone number, {@code c.us} and hosted included. */
  public boolean isPhoneNumber() {
    return !user.isEmpty()
        && (server.equals(JidServer.PHONE_NUMBER)
            || server.equals(JidServer.LEGACY_PHONE_NUMBER)
            || server.equals(JidServer.HOSTED));
  }

  /** Whether this names an account or device by LID, hosted included. */
  public boolean isLid() {
    return !user.isEmpty() && (server.equals(JidServer.LID) || server.equals(JidServer.HOSTED_LID));
  }

  /** Whether this is a person's account or device, by either kind of address. */
  public boolean isUser() {
    return isPhoneNumber() || isLid();
  }

  /** Whether this is a group or community. */
  public boolean isGroup() {
    return server.equals(JidServer.GROUP) && !user.isEmpty();
  }

  /** Whether this is a broadcast list or the status feed. */
  public boolean isBroadcast() {
    return server.equals(JidServer.BROADCAST);
  }

  /** Whether this is the status feed. */
  public boolean isStatus() {
    return equals(STATUS);
  }

  /** Whether this is a channel. */
  public boolean isNewsletter() {
    return server.equals(JidServer.NEWSLETTER);
  }

  /** Whether this is a device of the Cloud API. */
  public boolean isHosted() {
    return server.equals(JidServer.HOSTED) || server.equals(JidServer.HOSTED_LID);
  }

  /** Whether this is a bot run by the service. */
  public boolean isBot() {
    return server.equals(JidServer.BOT);
  }

  /** Whether this is a server rather than a user on it. */
  public boolean isServer() {
    return user.isEmpty();
  }

  /** Whether both are devices of one user on one server. */
  public boolean sameUser(Jid other) {
    return user.equals(other.user) && server.equals(other.server);
  }

  @Override
  public int compareTo(Jid other) {
    return ORDER.compare(this, other);
  }

  // Addresses are compared, hashed and written many times for each message. What the compiler makes
  // for a record goes through method handles, which the pod's compiler does not see through.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Jid(String otherUser, int otherDevice, JidServer otherServer)
            && device == otherDevice
            && user.equals(otherUser)
            && server.equals(otherServer));
  }

  @Override
  public int hashCode() {
    return (user.hashCode() * 31 + device) * 31 + server.hashCode();
  }

  /** The textual form; {@link #of(String)} reads it back. */
  @Override
  public String toString() {
    String name = device == 0 ? user : user.concat(":").concat(Integer.toString(device));
    return name.concat("@").concat(server.name());
  }
}
