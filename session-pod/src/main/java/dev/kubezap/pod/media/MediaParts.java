package dev.kubezap.pod.media;

import dev.kubezap.pod.picture.PictureScaler;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import java.time.InstantSource;

/** Files on their ways out and in, over one folder and one knowledge of the hosts. */
public record MediaParts(OutgoingMedia outgoing, IncomingMedia incoming) {

  /**
   * Puts them together.
   *
   * @param addresses which addresses callers' URLs may lead to
   */
  public static MediaParts of(
      MediaStore store,
      MediaTransfer transfer,
      PublicAddresses addresses,
      RandomBytes random,
      InstantSource clock) {
    MediaServers servers = new MediaServers(System::nanoTime);
    FileCryptography cryptography = new FileCryptography();
    return new MediaParts(
        new OutgoingMedia(
            store,
            servers,
            transfer,
            cryptography,
            new RemoteFiles(addresses),
            new PictureScaler(),
            random,
            clock),
        new IncomingMedia(store, servers, transfer, cryptography, clock));
  }
}
