package dev.kubezap.whatsapp.simulation;

import java.util.Locale;

/**
 * Something that goes wrong at one numbered point of a run.
 *
 * @param kind what
 * @param number of the point, among those of its place
 * @param size how much of it, from 0 to 999: of a delay or an absence
 */
record Fault(Kind kind, int number, int size) implements Comparable<Fault> {

  /** Where a fault can happen; the points of each are numbered on their own. */
  enum Place {
    /** The engine commits. */
    COMMIT,
    /** A stanza of the engine. */
    OUT,
    /** A stanza of the server. */
    IN
  }

  /** What can go wrong. */
  enum Kind {
    /** The process dies before the commit is stored. */
    CRASH_BEFORE_COMMIT(Place.COMMIT),
    /** It dies when the commit is stored and nothing has been performed. */
    CRASH_AFTER_COMMIT(Place.COMMIT),
    /** The commit is stored, its answer lost. */
    ANSWER_LOST(Place.COMMIT),
    /** The commit is not stored, and nobody can tell. */
    COMMIT_LOST(Place.COMMIT),
    /** The database does not answer for a while. */
    AWAY(Place.COMMIT),
    /** The process is frozen before the commit; another one takes the session over meanwhile. */
    FROZEN_BEFORE_COMMIT(Place.COMMIT),
    /** It is frozen between the commit and its effects. */
    FROZEN_AFTER_COMMIT(Place.COMMIT),
    /** The stanza is lost. */
    OUT_DROPPED(Place.OUT),
    /** It comes twice. */
    OUT_DOUBLED(Place.OUT),
    /** It comes late; what follows overtakes it. */
    OUT_OVERTAKEN(Place.OUT),
    /** The connection breaks in its place. */
    OUT_BROKEN(Place.OUT),
    /** The process dies before it leaves. */
    OUT_CRASH(Place.OUT),
    /** A second process takes the session over while this one goes on. */
    OUT_TAKEN_OVER(Place.OUT),
    /** The stanza is lost. */
    IN_DROPPED(Place.IN),
    /** It comes twice. */
    IN_DOUBLED(Place.IN),
    /** It comes late; what follows overtakes it. */
    IN_OVERTAKEN(Place.IN),
    /** The connection breaks in its place. */
    IN_BROKEN(Place.IN),
    /** The stream ends with 503 in its place. */
    IN_ENDED(Place.IN);

    final Place place;

    Kind(Place place) {
      this.place = place;
    }

    /** As in a plan's text. */
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  @Override
  public int compareTo(Fault other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Integer.compare(number, other.number);
  }

  /** Such as {@code in-dropped@12:500}. */
  @Override
  public String toString() {
    return kind.text() + "@" + number + ":" + size;
  }

  /** Reads what {@link #toString} wrote. */
  static Fault parse(String text) {
    String[] parts = text.strip().split("[@:]", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("A fault is written kind@number:size, not " + text);
    }
    return new Fault(Kind.of(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }
}
