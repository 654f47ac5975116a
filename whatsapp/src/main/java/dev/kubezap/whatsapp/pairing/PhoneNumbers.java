package dev.kubezap.whatsapp.pairing;

import java.util.Optional;
import java.util.regex.Pattern;

/** How phone numbers are written. */
final class PhoneNumbers {
  /** E.164: at most 15 digits, none of them a leading zero; 5 is the shortest that exists. */
  private static final Pattern INTERNATIONAL = Pattern.compile("\\+?([1-9][0-9]{4,14})");

  private PhoneNumbers() {}

  /** The digits of a number in international form, or empty when it is none. */
  static Optional<String> digits(String text) {
    var matcher = INTERNATIONAL.matcher(text.strip());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
