package dev.kubezap.pod.baileys;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The kinds of entries that Baileys stores, by the beginning of their names. */
enum EntryKind {
  CREDENTIALS("creds", true),
  PRE_KEY("pre-key-", true),
  SESSION("session-", true),
  SENDER_KEY("sender-key-", true),
  SYNC_KEY("app-state-sync-key-", true),
  LID_MAPPING("lid-mapping-", true),
  PRIVACY_TOKEN("tctoken-", true),
  /** Whom our sender key was handed to: another one is made. */
  SENDER_KEY_MEMORY("sender-key-memory-", false),
  /** App state is read from its beginning, for what it says was never stored here. */
  SYNC_VERSION("app-state-sync-version-", false),
  /** Devices may have come and gone. */
  DEVICE_LIST("device-list-", false),
  /** Each session says whom it is with. */
  IDENTITY_KEY("identity-key-", false);

  private static final List<EntryKind> LONGEST_FIRST =
      Arrays.stream(values())
          .sorted(Comparator.comparingInt((EntryKind kind) -> -kind.prefix.length()))
          .toList();

  private static final String SUFFIX = ".json";

  private final String prefix;
  private final boolean wanted;

  EntryKind(String prefix, boolean wanted) {
    this.prefix = prefix;
    this.wanted = wanted;
  }

  /**
   * An entry by its name.
   *
   * @param id what follows the kind in its name
   */
  record Named(EntryKind kind, String id) {
    /** Its name as Baileys writes it. */
    @Override
    public String toString() {
      return kind.prefix + id;
    }
  }

  /**
   * What a name says.
   *
   * @param name of a file, with or without its folder, or of a row
   */
  static Optional<Named> of(String name) {
    String base = name.substring(name.lastIndexOf('/') + 1);
    String bare = base.endsWith(SUFFIX) ? base.substring(0, base.length() - SUFFIX.length()) : base;
    if (bare.equals(CREDENTIALS.prefix)) {
      return Optional.of(new Named(CREDENTIALS, ""));
    }
    return LONGEST_FIRST.stream()
        .filter(kind -> kind != CREDENTIALS && bare.startsWith(kind.prefix))
        .filter(kind -> bare.length() > kind.prefix.length())
        .findFirst()
        .map(kind -> new Named(kind, bare.substring(kind.prefix.length())));
  }

  /** Whether it is taken over. */
  boolean isWanted() {
    return wanted;
  }
}
