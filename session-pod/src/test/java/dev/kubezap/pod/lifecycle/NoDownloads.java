package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.media.MediaDownloads;
import dev.kubezap.pod.media.MediaFolder;
import dev.kubezap.pod.media.MediaParts;
import dev.kubezap.pod.media.PublicAddresses;
import dev.kubezap.pod.media.Retention;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transport.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Downloads of sessions that fetch nothing of their own accord. */
final class NoDownloads {
  private NoDownloads() {}

  static MediaDownloads of(CurrentSession session) {
    return new MediaDownloads(
        MediaParts.of(
                new MediaFolder(Path.of("absent"), new Retention(0, Duration.ZERO)),
                new MediaTransfer(
                    false, new WebClient(Optional.empty(), Optional.empty(), _ -> false)),
                new PublicAddresses(false),
                size -> new byte[size],
                InstantSource.system())
            .incoming(),
        session::client,
        () -> 0);
  }
}
