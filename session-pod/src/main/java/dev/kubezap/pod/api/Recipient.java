package dev.kubezap.pod.api;

import dev.kubezap.whatsapp.jid.Jid;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a recipient, chat or contact as callers write it. */
final class Recipient {
  static final String RULE =
      "must be a phone number with its country code, such as +4915112345678, or a jid, such as 4915112345678@s.whatsapp.net";
  static final int LONGEST = 128;

  private static final Pattern NUMBER = Pattern.compile("\\+?[1-9][0-9]{6,14}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{5,20}");
  private static final Pattern CHANNEL = Pattern.compile("[0-9]{5,32}");
  private static final Pattern GROUP = Pattern.compile("[0-9]{5,32}(-[0-9]{5,32})?");

  private Recipient() {}

  /**
   * The jid of an account, a group, a channel or the status feed; empty when the text names none.
   */
  static Optional<Jid> parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Optional.of(Jid.phoneNumber(text.startsWith("+") ? text.substring(1) : text));
    }
    return Jid.parse(text).map(Jid::account).filter(Recipient::isAddressable);
  }

  private static boolean isAddressable(Jid jid) {
    if (jid.isUser()) {
      return DIGITS.matcher(jid.user()).matches();
    }
    if (jid.isNewsletter()) {
      return CHANNEL.matcher(jid.user()).matches();
    }
    return jid.isGroup() ? GROUP.matcher(jid.user()).matches() : jid.isStatus();
  }
}
