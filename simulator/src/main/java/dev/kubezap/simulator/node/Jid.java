package dev.kubezap.simulator.node;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a user, device, group or the server.
 *
 * @param user phone number, LID or group id; empty for the server
 * @param device 0 for the phone and for whatever has no devices
 * @param server such as {@code s.whatsapp.net} or {@code lid}
 */
public record Jid(String user, int device, String server) {
  /** Server part of phone-number addresses. */
  public static final String PHONE_NUMBER = "s.whatsapp.net";

  /** Server part of LID addresses. */
  public static final String LID = "lid";

  /** The server itself: {@code @s.whatsapp.net} with an empty user. */
  public static final Jid SERVER = new Jid("", 0, PHONE_NUMBER);

  private static final Pattern DEVICE = Pattern.compile("[0-9]{1,5}");

  /** Device of a phone number. */
  public static Jid phoneNumber(String number, int device) {
    return new Jid(number, device, PHONE_NUMBER);
  }

  /** Device of a LID. */
  public static Jid lid(String lid, int device) {
    return new Jid(lid, device, LID);
  }

  /** Reads {@code user[:device]@server}; empty for anything else. */
  public static Optional<Jid> parse(String text) {
    int at = text.indexOf('@');
    if (at < 0 || at == text.length() - 1 || text.indexOf('@', at + 1) >= 0) {
      return Optional.empty();
    }
    String user = text.substring(0, at);
    String server = text.substring(at + 1);
    int colon = user.indexOf(':');
    if (colon < 0) {
      return Optional.of(new Jid(user, 0, server));
    }
    String device = user.substring(colon + 1);
    if (!DEVICE.matcher(device).matches()) {
      return Optional.empty();
    }
    return Optional.of(new Jid(user.substring(0, colon), Integer.parseInt(device), server));
  }

  /** Whether this is a LID address. */
  public boolean isLid() {
    return server.equals(LID) || server.equals("hosted.lid");
  }

  /** Whether this is a phone-number address. */
  public boolean isPhoneNumber() {
    return server.equals(PHONE_NUMBER) || server.equals("hosted") || server.equals("c.us");
  }

  /** Without the device. */
  public Jid bare() {
    return new Jid(user, 0, server);
  }

  /** {@code user@server} or {@code user:device@server}. */
  @Override
  public String toString() {
    return user + (device == 0 ? "" : ":" + device) + "@" + server;
  }
}
