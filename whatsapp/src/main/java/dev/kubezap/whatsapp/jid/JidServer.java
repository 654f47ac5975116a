package dev.kubezap.whatsapp.jid;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Jid} behind the {@code @}. Servers that this library does not know are kept
 * as they came, so a new kind of address can be acknowledged before it is understood.
 *
 * @param name lower-case name such as {@code s.whatsapp.net}; never empty
 */
public record JidServer(String name) {

  /** Accounts addressed by phone number. */
  public static final JidServer PHONE_NUMBER = new JidServer("s.whatsapp.net");

  /** Accounts addressed by LID, which hides the phone number. */
  public static final JidServer LID = new JidServer("lid");

  /** Groups and communities. */
  public static final JidServer GROUP = new JidServer("g.us");

  /** Broadcast lists and the status feed. */
  public static final JidServer BROADCAST = new JidServer("broadcast");

  /** Channels. */
  public static final JidServer NEWSLETTER = new JidServer("newsletter");

  /** The name that phone-number accounts had first; the same accounts as {@link #PHONE_NUMBER}. */
  public static final JidServer LEGACY_PHONE_NUMBER = new JidServer("c.us");

  /** Devices of the Cloud API, addressed by phone number. */
  public static final JidServer HOSTED = new JidServer("hosted");

  /** Devices of the Cloud API, addressed by LID. */
  public static final JidServer HOSTED_LID = new JidServer("hosted.lid");

  /** Bots run by the service. */
  public static final JidServer BOT = new JidServer("bot");

  /** Accounts of other messengers. */
  public static final JidServer INTEROP = new JidServer("interop");

  /** Accounts of Messenger. */
  public static final JidServer MESSENGER = new JidServer("msgr");

  /** Call links. */
  public static final JidServer CALL = new JidServer("call");

  /** Refuses an empty name and one that could not be told from a user. */
  public JidServer {
    if (name.isEmpty() || name.indexOf('@') >= 0) {
      throw new IllegalArgumentException("Not the name of a JID server: '" + name + "'");
    }
  }

  private static final Map<String, JidServer> KNOWN =
      Stream.of(
              PHONE_NUMBER,
              LID,
              GROUP,
              BROADCAST,
              NEWSLETTER,
              LEGACY_PHONE_NUMBER,
              HOSTED,
              HOSTED_LID,
              BOT,
              INTEROP,
              MESSENGER,
              CALL)
          .collect(Collectors.toUnmodifiableMap(JidServer::name, server -> server));

  static JidServer named(String name) {
    JidServer known = KNOWN.get(name);
    return known == null ? new JidServer(name.toLowerCase(Locale.ROOT)) : known;
  }

  // As in Jid.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof JidServer(String otherName) && name.equals(otherName));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
