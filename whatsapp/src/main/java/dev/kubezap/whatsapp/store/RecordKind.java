package dev.kubezap.whatsapp.store;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All kinds of records, each with what becomes of it: how long it is kept, what a log-out does to
 * it, and what is done to it when stored state turns out to be older than what was sent. A {@link
 * RecordKey} takes its kind from here; whoever deletes, forgets or restores records asks here.
 */
public enum RecordKind {
  // What the account and its connection are.
  ACCOUNT("account", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  STATE_OWNER("state-owner", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  PROPERTIES("properties", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  PAIRING("pairing", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  ENDINGS("endings", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  RESTORATION("restoration", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  QUARANTINE("quarantine", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  UNHANDLED("unhandled", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  // Keys of peers, and ours.
  SIGNAL_SESSION(
      "signal-session", LogOut.FORGOTTEN, Restored.ONLY_RECEIVES, Retention.UNTIL_REMOVED),
  GROUP_KEYS("group-keys", LogOut.FORGOTTEN, Restored.DROPPED, Retention.UNTIL_REMOVED),
  MEMBER_KEYS("member-keys", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  PRE_KEY("pre-key", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  PRE_KEY_SUPPLY("pre-key-supply", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  PRIVACY_TOKEN("privacy-token", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  // Who has which devices and which names.
  DEVICE_LIST("device-list", LogOut.FORGOTTEN, Restored.DROPPED, Retention.UNTIL_REMOVED),
  LID_OF_PHONE("lid-of-phone", LogOut.FORGOTTEN, Restored.DROPPED, Retention.UNTIL_REMOVED),
  PHONE_OF_LID("phone-of-lid", LogOut.FORGOTTEN, Restored.DROPPED, Retention.UNTIL_REMOVED),
  TOLD_PAIRS("told-pairs", LogOut.FORGOTTEN, Restored.DROPPED, Retention.UNTIL_REMOVED),
  // Receiving and sending.
  CIPHERTEXT_MARK("ciphertext-mark", LogOut.FORGOTTEN, Restored.KEPT, Retention.DAYS_30),
  MISSING_MESSAGE("missing-message", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  RETRY("retry", LogOut.FORGOTTEN, Restored.KEPT, Retention.DAYS_30),
  REPAIR("repair", LogOut.FORGOTTEN, Restored.DROPPED, Retention.UNTIL_REMOVED),
  IDEMPOTENCY("idempotency", LogOut.KEPT, Restored.KEPT, Retention.DAYS_7),
  OUTGOING_NAME("outgoing-name", LogOut.FORGOTTEN, Restored.KEPT, Retention.DAYS_30),
  PREPARED_NUMBER("prepared-number", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  MEDIA_HANDLE("media-handle", LogOut.FORGOTTEN, Restored.KEPT, Retention.DAYS_30),
  AWAITING_LINK("awaiting-link", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  DELAYED_SEND("delayed-send", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  EXPIRING_SEND("expiring-send", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  SEND_PACE("send-pace", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  FIRST_MESSAGES("first-messages", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  NEW_CHAT("new-chat", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  TYPING_SHOWN("typing-shown", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  READ_RECEIPT("read-receipt", LogOut.FORGOTTEN, Restored.KEPT, Retention.DAYS_30),
  // What belongs to one message.
  MESSAGE_ADDITIONS("message-additions", LogOut.KEPT, Restored.KEPT, Retention.WITH_MESSAGE),
  MESSAGE_RECEIPTS("message-receipts", LogOut.KEPT, Restored.KEPT, Retention.WITH_MESSAGE),
  CHANNEL_NUMBER("channel-number", LogOut.KEPT, Restored.KEPT, Retention.WITH_MESSAGE_30_DAYS),
  PENDING_FILE("pending-file", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  FILE_PLACE("file-place", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  // The phone's history.
  HISTORY("history", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  HISTORY_REQUEST("history-request", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  HISTORY_ASKED_AGAIN(
      "history-asked-again", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  // Whom the account knows, and what they did.
  CONTACT("contact", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  BLOCKLIST("blocklist", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  WATCHED_PRESENCE("watched-presence", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  LABEL("label", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  LABEL_DELETED("label-deleted", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  CALL("call", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  CALL_ORDER("call-order", LogOut.KEPT, Restored.KEPT, Retention.UNTIL_REMOVED),
  GROUP("group", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  GROUP_CHANGE("group-change", LogOut.KEPT, Restored.DROPPED, Retention.UNTIL_REMOVED),
  STALE_GROUP("stale-group", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  GROUPS_FETCHED("groups-fetched", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  // What is kept in common with the phone.
  APP_STATE("app-state", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_KEY("app-state-key", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_PATCH("app-state-patch", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_WANTED("app-state-wanted", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_ACTION("app-state-action", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_KEPT("app-state-kept", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_REVIEWED(
      "app-state-reviewed", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_CRITICAL_BLOCK(
      "app-state-critical-block", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_CRITICAL_UNBLOCK_LOW(
      "app-state-critical-unblock-low", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_REGULAR_HIGH(
      "app-state-regular-high", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_REGULAR("app-state-regular", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED),
  APP_STATE_REGULAR_LOW(
      "app-state-regular-low", LogOut.FORGOTTEN, Restored.KEPT, Retention.UNTIL_REMOVED);

  /** What happens to a record when the link to the phone is gone. */
  public enum LogOut {
    /** It belongs to the linked device, and is deleted with it. */
    FORGOTTEN,
    /** It is the session's: what callers asked for, what is stored of others, what is set aside. */
    KEPT
  }

  /** What happens to a record when the stored state was restored from a backup. */
  public enum Restored {
    /** An older one is as good as any. */
    KEPT,
    /** It may say what is not so any more: it is deleted, and made or asked for again. */
    DROPPED,
    /** It may decrypt, but never encrypt again: no key is used twice. */
    ONLY_RECEIVES
  }

  /** How long a record is kept. */
  public enum Retention {
    /** Until what it is for is done, or the step that prunes its kind removes it. */
    UNTIL_REMOVED(0, false),
    /** It goes when its message is erased. */
    WITH_MESSAGE(0, true),
    /** It goes when its message is erased, and 30 days after its last change at the latest. */
    WITH_MESSAGE_30_DAYS(30, true),
    /** Deleted seven days after its last change. */
    DAYS_7(7, false),
    /** Deleted 30 days after its last change. */
    DAYS_30(30, false);

    private final int days;
    private final boolean withMessage;

    Retention(int days, boolean withMessage) {
      this.days = days;
      this.withMessage = withMessage;
    }

    /** Days after its last change; empty when it is not deleted by age. */
    public OptionalInt days() {
      return days == 0 ? OptionalInt.empty() : OptionalInt.of(days);
    }

    /** Whether it is removed with the message that it is about. */
    public boolean isWithMessage() {
      return withMessage;
    }
  }

  private static final Set<String> KEPT_AT_LOG_OUT = texts(kind -> kind.logOut == LogOut.KEPT);

  private final String text;
  private final LogOut logOut;
  private final Restored restored;
  private final Retention retention;

  RecordKind(String text, LogOut logOut, Restored restored, Retention retention) {
    this.text = text;
    this.logOut = logOut;
    this.restored = restored;
    this.retention = retention;
  }

  /** Its stable name in the database, in kebab case, at most 32 characters. */
  public String text() {
    return text;
  }

  /** What a log-out does to its records. */
  public LogOut logOut() {
    return logOut;
  }

  /** What a restoration does to its records. */
  public Restored restored() {
    return restored;
  }

  /** How long its records are kept. */
  public Retention retention() {
    return retention;
  }

  /** The names of the kinds that outlive the linked device. */
  public static Set<String> keptAtLogOut() {
    return KEPT_AT_LOG_OUT;
  }

  /** Whether records of this name are kept when the link is gone. */
  public static boolean isKeptAtLogOut(String kind) {
    return KEPT_AT_LOG_OUT.contains(kind);
  }

  /** The names of the kinds of which this is true. */
  public static Set<String> texts(Predicate<RecordKind> wanted) {
    return Arrays.stream(values())
        .filter(wanted)
        .map(RecordKind::text)
        .collect(Collectors.toUnmodifiableSet());
  }
}
