package dev.kubezap.pod.media;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Where files of messages are kept. A file in work is on the volume wherever it is kept later. Safe
 * for use by several threads.
 */
public sealed interface MediaStore extends AutoCloseable permits MediaFolder, MediaBucket {

  /** Removes what an earlier process left half done, and what is kept too long; work may begin. */
  void clean(Instant now);

  /**
   * A name for a new file in work.
   *
   * @throws dev.kubezap.pod.http.ProblemException 507 or 503 when the volume takes none
   */
  Path newFile();

  /**
   * The kept file of this name; it counts as used now where last uses are known.
   *
   * @throws dev.kubezap.pod.http.ProblemException 503 when nobody can tell now
   */
  Optional<KeptFile> find(String name, Instant now);

  /**
   * Keeps a whole file in work from now on, durably; others may go for it.
   *
   * @throws dev.kubezap.pod.http.ProblemException 507 or 503 when it cannot
   */
  KeptFile keep(Path file, String name, Instant now);

  /** Removes what is kept too long, and the oldest of what is too much. */
  void sweep(Instant now);

  /** Ends what goes on in the background. */
  @Override
  void close();
}
