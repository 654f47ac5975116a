package dev.kubezap.pod.lifecycle;

import dev.kubezap.database.Migrations;
import java.util.Optional;

/**
 * The database's schema beside the one that this program was made for.
 *
 * @param found number of its newest migration, 0 when there is none
 * @param needed number of the newest that this program knows
 */
record SchemaVersion(int found, int needed) {
  static SchemaVersion found(int found) {
    return new SchemaVersion(found, Migrations.newest());
  }

  /** Something that this program needs is not there yet. */
  boolean tooOld() {
    return found < needed;
  }

  /**
   * What a person should know: a newer schema is no fault, since it is migrated before the programs
   * are, but this program should not stay behind for long.
   */
  Optional<String> warning() {
    return found > needed
        ? Optional.of(
            "The database's schema is version "
                + found
                + ", this program was made for "
                + needed
                + ": update the session's image.")
        : Optional.empty();
  }

  /** Why this program waits. */
  String complaint() {
    return found == 0
        ? "the database has no schema yet, this program needs version " + needed
        : "the database's schema is version " + found + ", this program needs " + needed;
  }
}
