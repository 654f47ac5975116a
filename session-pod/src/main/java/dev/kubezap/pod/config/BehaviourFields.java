package dev.kubezap.pod.config;

import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.Behaviour;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads how a session behaves. */
final class BehaviourFields {
  private static final int MOST_A_MINUTE = 600;
  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_NEW_CHATS = 1_000;
  private static final int USUAL_BURST = 5;
  private static final Duration LONGEST_RETENTION = Duration.ofDays(9_999);

  private static final long USUAL_MIB = 100;
  private static final Set<String> MEDIA =
      Set.of("image", "video", "gif", "videoNote", "audio", "voice", "document", "sticker");

  private BehaviourFields() {}

  /** What the fields say; what is wrong is noted with them. */
  static Behaviour read(Fields fields) {
    Behaviour usual = Behaviour.DEFAULT;
    return new Behaviour(
        fields.flag("markOnline").orElse(usual.showsOnline()),
        fields.flag("readReceipts").orElse(usual.sendsReadReceipts()),
        fields.flag("typing").orElse(usual.simulatesTyping()),
        fields.flag("rejectCalls").orElse(usual.rejectsCalls()),
        ignored(fields),
        pace(fields),
        history(fields),
        downloads(fields));
  }

  /** How long what messages say is kept; in days, since a database forgets in no hurry. */
  static Optional<Duration> retention(Fields fields) {
    Optional<Duration> retention = fields.duration("retention", LONGEST_RETENTION);
    if (retention.filter(time -> time.compareTo(Duration.ofDays(1)) < 0).isPresent()) {
      fields.wrong("retention", "must be at least P1D");
    }
    return retention;
  }

  private static Behaviour.Pace pace(Fields fields) {
    int burst = fields.wholeNumber("burst", 1, MOST_AT_ONCE).orElse((long) USUAL_BURST).intValue();
    int perMinute = fields.wholeNumber("messagesPerMinute", 1, MOST_A_MINUTE).orElse(0L).intValue();
    return new Behaviour.Pace(
        perMinute,
        perMinute == 0 ? Behaviour.Pace.UNLIMITED.burst() : burst,
        fields.wholeNumber("newChatsPerDay", 1, MOST_NEW_CHATS).orElse(0L).intValue());
  }

  private static Behaviour.Downloads downloads(Fields fields) {
    Set<String> types = new TreeSet<>();
    for (String type : fields.texts("downloadMedia", MEDIA.size(), 16)) {
      if (MEDIA.contains(type)) {
        types.add(type);
      } else {
        fields.wrong("downloadMedia", "may hold " + String.join(", ", new TreeSet<>(MEDIA)));
      }
    }
    long most = fields.wholeNumber("downloadMaxMiB", 1, 2_048).orElse(USUAL_MIB);
    return types.isEmpty() ? Behaviour.Downloads.NONE : new Behaviour.Downloads(types, most << 20);
  }

  private static Behaviour.History history(Fields fields) {
    try {
      return fields
          .text("history", 16)
          .map(text -> Behaviour.History.valueOf(text.toUpperCase(Locale.ROOT)))
          .orElse(Behaviour.DEFAULT.history());
    } catch (IllegalArgumentException e) {
      fields.wrong("history", "must be none, recent or full");
      return Behaviour.DEFAULT.history();
    }
  }

  private static Set<Behaviour.Ignored> ignored(Fields fields) {
    Set<Behaviour.Ignored> ignored = EnumSet.noneOf(Behaviour.Ignored.class);
    for (String kind : fields.texts("ignore", Behaviour.Ignored.values().length, 16)) {
      try {
        ignored.add(Behaviour.Ignored.valueOf(kind.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        fields.wrong("ignore", "may hold groups, status and channels");
      }
    }
    return ignored;
  }
}
