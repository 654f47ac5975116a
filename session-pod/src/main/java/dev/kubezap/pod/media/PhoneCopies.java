package dev.kubezap.pod.media;

import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.time.Duration;
import java.util.Optional;

/** Asks the phone to upload files again that the hosts have forgotten, and waits for it. */
final class PhoneCopies {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private PhoneCopies() {}

  /**
   * Where the phone put a file, or had put it before.
   *
   * @param messageId ours
   * @param stale a place where it is not any more
   * @return empty when the phone does not have it, or does not answer in time; a later call finds
   *     what it answers later
   */
  static Optional<String> find(WhatsAppClient client, String messageId, Optional<String> stale)
      throws InterruptedException {
    Optional<FilePlace> known = MediaServers.await(client.filePlace(messageId));
    Optional<String> path = known.flatMap(FilePlace::directPath);
    if (path.isPresent() && !path.equals(stale)) {
      return path;
    }
    if (!MediaServers.await(client.askPhoneForFile(messageId))) {
      return Optional.empty();
    }
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < PATIENCE.toNanos()) {
      Optional<FilePlace> told = MediaServers.await(client.filePlace(messageId));
      if (told.isPresent()) {
        return told.get().directPath();
      }
      Thread.sleep(PAUSE);
    }
    return Optional.empty();
  }
}
