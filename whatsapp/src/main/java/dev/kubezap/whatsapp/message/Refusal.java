package dev.kubezap.whatsapp.message;

/** What the codes of refused messages mean to a caller (PROTOCOL-2026 7). */
final class Refusal {

  private Refusal() {}

  /** What to do about a refusal. */
  static String advice(int code) {
    return switch (code) {
      case 400 ->
          "The service found the message malformed or addressed in a way that this account may not"
              + " use; it was not sent.";
      case 403 -> "The service does not allow this account to write to the recipient.";
      case 404 -> "The recipient is not on WhatsApp.";
      case 405, 473 -> "The service does not take this kind of message from this account.";
      case 421 -> "The group changed how it is addressed; send again.";
      case 429 -> "The service limits how fast this account sends; wait before sending again.";
      case 463 ->
          "The account may not start new chats now; write only to people who wrote to it before,"
              + " and do not retry.";
      case 475 -> "The account's quota of new chats is used up; wait until the next cycle.";
      case 479 -> "The service found a field of the message wrong; it was not sent.";
      case 500, 503 -> "The service failed; send again later.";
      default -> "The service refused the message with code " + code + ".";
    };
  }

  /** Whether the recipient may be without our token, so that it is issued once. */
  static boolean meansMissingTrust(int code) {
    return code == 463;
  }

  /**
   * Whether what is cached about the recipient's addresses and devices is to be read anew before
   * the next message.
   */
  static boolean meansStaleAddressing(int code) {
    return code == 400 || code == 421 || code == 479;
  }
}
