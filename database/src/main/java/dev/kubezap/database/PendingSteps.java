package dev.kubezap.database;

import java.util.List;

/**
 * The migrations that a run has before it, each of which is a step.
 *
 * @param files oldest first
 * @param progress is told of each
 */
record PendingSteps(List<MigrationFile> files, MigrationProgress progress) {
  PendingSteps {
    files = List.copyOf(files);
  }

  /** Tells that one begins. */
  void began(int version) {
    for (int i = 0; i < files.size(); i++) {
      MigrationFile file = files.get(i);
      if (file.number() == version) {
        progress.began(file.description(), i + 1, files.size());
      }
    }
  }
}
