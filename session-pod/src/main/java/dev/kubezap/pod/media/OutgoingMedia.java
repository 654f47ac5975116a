package dev.kubezap.pod.media;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.picture.PictureScaler;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.TextContent.LinkPreview;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.media.MediaKeys;
import dev.kubezap.whatsapp.media.MediaSealing;
import dev.kubezap.whatsapp.media.SealedFile;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transfer.MediaTransferException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Brings a caller's file to the service before its message is accepted, so that what is accepted
 * can be sent without it. Of a request that fails nothing is left.
 */
public final class OutgoingMedia {
  private static final Duration PATIENCE_WITH_PAGES = Duration.ofSeconds(5);

  private final MediaStore store;
  private final MediaServers servers;
  private final MediaTransfer transfer;
  private final FileCryptography cryptography;
  private final RemoteFiles remote;
  private final LinkPages pages;
  private final ShownPictures pictures;
  private final RandomBytes random;
  private final InstantSource clock;

  OutgoingMedia(
      MediaStore store,
      MediaServers servers,
      MediaTransfer transfer,
      FileCryptography cryptography,
      RemoteFiles remote,
      PictureScaler scaler,
      RandomBytes random,
      InstantSource clock) {
    this.store = store;
    this.servers = servers;
    this.transfer = transfer;
    this.cryptography = cryptography;
    this.remote = remote;
    this.pictures = new ShownPictures(scaler);
    this.pages = new LinkPages(remote, store, pictures, PATIENCE_WITH_PAGES);
    this.random = random;
    this.clock = clock;
  }

  /**
   * What a page says of itself, within some seconds.
   *
   * @param link as it stands in the text
   * @return empty when it says nothing, is not public, or is too slow
   */
  public Optional<LinkPreview> preview(String link, URI page) throws InterruptedException {
    return pages.preview(link, page);
  }

  /**
   * A picture by which an account, a group or a channel is shown: the square in its middle, as
   * large as phones make it at most. What is such a JPEG stays as it is.
   *
   * @return empty when it cannot be read
   */
  public Optional<ByteString> portrait(SpooledFile file) throws IOException, InterruptedException {
    return pictures.portrait(file);
  }

  /** Takes a caller's file onto the volume. */
  public SpooledFile spool(SpooledFile.Source source) throws IOException {
    cryptography.prepare();
    return SpooledFile.of(store, source);
  }

  /**
   * The content with its file, which is uploaded now.
   *
   * @param to whom it is for: a channel's files are not encrypted
   * @param described all but the file
   * @param url where the file is, unless it came with the request
   * @throws ProblemException 413 or 422 when the file is not what the type takes, 409 without a
   *     connection, 502 when no host takes it
   */
  public Composable upload(
      WhatsAppClient client, Jid to, Media described, Optional<SpooledFile> came, Optional<URI> url)
      throws IOException, InterruptedException {
    cryptography.prepare();
    if (came.isPresent()) {
      return upload(client, to, described, came.get());
    }
    MediaRules rules = MediaRules.of(described.type());
    URI address = url.orElseThrow(() -> new IllegalArgumentException("neither file nor URL"));
    try (SpooledFile fetched =
        SpooledFile.of(
            store,
            target ->
                remote.get(address, rules.most(), rules.tooLarge(described.type()), target))) {
      return upload(client, to, described, fetched);
    }
  }

  private Composable upload(WhatsAppClient client, Jid to, Media described, SpooledFile file)
      throws IOException, InterruptedException {
    String mimetype =
        MediaRules.of(described.type())
            .mimetype(described.type(), file, described.media().mimetype());
    Media shown = pictures.complete(described, file);
    try {
      MediaReference reference =
          to.isNewsletter()
              ? servers.use(
                  client,
                  hosts ->
                      transfer.publish(
                          hosts,
                          described.kind(),
                          file.size(),
                          file.sha256(),
                          file.file(),
                          Optional.of(mimetype)))
              : sealed(client, described, file, mimetype);
      return shown.with(reference);
    } catch (MediaTransferException e) {
      throw new ProblemException(problem(e, described.type()));
    }
  }

  private MediaReference sealed(
      WhatsAppClient client, Media described, SpooledFile file, String mimetype)
      throws IOException, InterruptedException, MediaTransferException {
    Path sealed = store.newFile();
    try {
      ByteString secret = UnsafeByteOperations.unsafeWrap(random.next(MediaKeys.SECRET));
      SealedFile made;
      try (InputStream plain = file.open();
          VolumeOutput out = VolumeOutput.to(sealed)) {
        made = MediaSealing.seal(described.kind(), secret, plain, out);
        out.force();
      }
      MediaReference reference =
          servers.use(
              client,
              hosts ->
                  transfer.upload(hosts, described.kind(), made, sealed, Optional.of(mimetype)));
      // What was sent is often looked at: it need not be fetched then.
      store.keep(sealed, KeptName.of(described.kind(), reference), clock.instant());
      return reference;
    } finally {
      MediaFolder.forget(sealed);
    }
  }

  private static Problem problem(MediaTransferException e, String type) {
    return e.reason() == MediaTransferException.Reason.TOO_LARGE
        ? Problem.of(
            413,
            "media-too-large",
            "The file is too large",
            "WhatsApp does not take a file of this size in a message of type " + type + ".")
        : Problem.of(
            502,
            "media-upload-failed",
            "WhatsApp's media hosts did not take the file",
            "Send it again later; the session's log names what each host said.");
  }
}
