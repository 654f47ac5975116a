package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.Set;

/**
 * How a session behaves of its own accord; may change at any time while it runs.
 *
 * @param showsOnline whether it shows itself as available while it is connected
 * @param sendsReadReceipts whether senders are told that their messages were read; the account's
 *     own devices always are
 * @param simulatesTyping whether a chat is shown that this account types before each text
 * @param rejectsCalls whether calls are refused as they come
 * @param ignored chats whose messages are acknowledged, and neither stored nor told
 * @param pace how fast it sends
 * @param history how much of what the phone knows from before the link is asked for and stored
 * @param downloads which files it fetches before anybody asks for them
 */
public record Behaviour(
    boolean showsOnline,
    boolean sendsReadReceipts,
    boolean simulatesTyping,
    boolean rejectsCalls,
    Set<Ignored> ignored,
    Pace pace,
    History history,
    Downloads downloads) {

  /** How much of the phone's history is asked for when a device is linked, and stored. */
  public enum History {
    /** Who is who, without chats and messages. */
    NONE,
    /** What the phone tells a browser: some months at most. */
    RECENT,
    /** A year, which the phone tells devices that say they are a desktop. */
    FULL
  }

  /** Without downloads. */
  public Behaviour(
      boolean showsOnline,
      boolean sendsReadReceipts,
      boolean simulatesTyping,
      boolean rejectsCalls,
      Set<Ignored> ignored,
      Pace pace,
      History history) {
    this(
        showsOnline,
        sendsReadReceipts,
        simulatesTyping,
        rejectsCalls,
        ignored,
        pace,
        history,
        Downloads.NONE);
  }

  /** With the usual history, without downloads. */
  public Behaviour(
      boolean showsOnline,
      boolean sendsReadReceipts,
      boolean simulatesTyping,
      boolean rejectsCalls,
      Set<Ignored> ignored,
      Pace pace) {
    this(
        showsOnline,
        sendsReadReceipts,
        simulatesTyping,
        rejectsCalls,
        ignored,
        pace,
        History.RECENT);
  }

  /** Kinds of chats that may be ignored. */
  public enum Ignored {
    GROUPS,
    STATUS,
    CHANNELS
  }

  /**
   * How fast a session sends.
   *
   * @param messagesPerMinute how many on average, from 1; 0 for as fast as possible
   * @param burst how many at once after a pause, from 1
   * @param newChatsPerDay in any 24 hours to how many people with whom there is no chat yet, from
   *     1; 0 for any number
   */
  public record Pace(int messagesPerMinute, int burst, int newChatsPerDay) {
    /** As fast as possible. */
    public static final Pace UNLIMITED = new Pace(0, 1, 0);

    public Pace {
      if (messagesPerMinute < 0 || burst < 1 || newChatsPerDay < 0) {
        throw new IllegalArgumentException("no pace: " + messagesPerMinute + ", " + burst);
      }
    }

    /** Whether messages wait for others. */
    public boolean isLimited() {
      return messagesPerMinute > 0;
    }

    /** Whether first messages wait for others. */
    public boolean limitsNewChats() {
      return newChatsPerDay > 0;
    }
  }

  /**
   * Which files of messages that come are fetched of the session's own accord.
   *
   * @param types of messages, such as {@code image}
   * @param mostBytes of a file; larger ones are left where they are
   */
  public record Downloads(Set<String> types, long mostBytes) {
    /** None. */
    public static final Downloads NONE = new Downloads(Set.of(), 0);

    public Downloads {
      types = Set.copyOf(types);
    }

    /** Whether any are. */
    public boolean any() {
      return !types.isEmpty();
    }

    /** Whether this one is, as far as its message tells how large it is. */
    public boolean wants(Media content) {
      return types.contains(content.type()) && content.media().size() <= mostBytes;
    }
  }

  /** When nothing is said. */
  public static final Behaviour DEFAULT =
      new Behaviour(true, true, false, false, Set.of(), Pace.UNLIMITED, History.RECENT);

  public Behaviour {
    ignored = Set.copyOf(ignored);
  }

  /** Whether what is said in a chat is ignored. */
  public boolean ignores(Jid chat) {
    return chat.isGroup()
        ? ignored.contains(Ignored.GROUPS)
        : chat.isStatus()
            ? ignored.contains(Ignored.STATUS)
            : chat.isNewsletter() && ignored.contains(Ignored.CHANNELS);
  }
}
