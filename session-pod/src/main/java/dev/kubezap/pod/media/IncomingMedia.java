package dev.kubezap.pod.media;

import dev.kubezap.pod.bucket.BucketException;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.StoredFile;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.media.FileCheck;
import dev.kubezap.whatsapp.media.MediaCheck;
import dev.kubezap.whatsapp.media.MediaKeys;
import dev.kubezap.whatsapp.media.OpenCheck;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transfer.MediaTransferException;
import dev.kubezap.whatsapp.transfer.SealedBytes;
import dev.kubezap.whatsapp.transfer.SealedFileStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The files of stored messages: fetched when somebody asks for one, checked before a byte is handed
 * out, and kept encrypted.
 */
public final class IncomingMedia {
  private static final Pattern MIMETYPE =
      Pattern.compile(
          "[A-Za-z0-9!#$&^_.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,64}(; ?[A-Za-z0-9=.,_-]{1,64})?");
  private static final String ANY = "application/octet-stream";

  /** More than the service takes of any file. */
  static final long MOST = 2L << 30;

  private final MediaStore store;
  private final MediaServers servers;
  private final MediaTransfer transfer;
  private final FileCryptography cryptography;
  private final InstantSource clock;
  private final Turns turns = new Turns();

  IncomingMedia(
      MediaStore store,
      MediaServers servers,
      MediaTransfer transfer,
      FileCryptography cryptography,
      InstantSource clock) {
    this.store = store;
    this.servers = servers;
    this.transfer = transfer;
    this.cryptography = cryptography;
    this.clock = clock;
  }

  /**
   * The file of a message.
   *
   * @param client asked for when the file is not kept
   * @throws ProblemException 404 when it has none, 410 when WhatsApp does not have it any more, 409
   *     without a connection, 502 when what comes is not what was announced
   */
  public StoredFile file(StoredMessage message, Supplier<WhatsAppClient> client)
      throws IOException, InterruptedException {
    return file(message, client, MOST);
  }

  /**
   * The same of a file of at most so many bytes, whatever its message announces.
   *
   * @throws ProblemException as well 502 {@code media-too-large} when it has more
   */
  StoredFile file(StoredMessage message, Supplier<WhatsAppClient> client, long most)
      throws IOException, InterruptedException {
    if (!(message.content() instanceof Media media)) {
      throw new ProblemException(
          Problem.of(
              404,
              "no-media",
              "The message has no file",
              "Ask for files of messages whose document has media."));
    }
    cryptography.prepare();
    MediaReference reference = media.media();
    String mimetype = reference.mimetype().filter(MIMETYPE.asMatchPredicate()).orElse(ANY);
    if (message.chat().isNewsletter() && reference.isOpen()) {
      Sized file = sized(() -> published(media, client, most), IncomingMedia::size);
      return new StoredFile(
          mimetype,
          HexFormat.of().formatHex(reference.sha256().toByteArray()),
          file.size(),
          Optional.of(name(message, media, mimetype)),
          () -> new KeptStream(file.kept().open()));
    }
    if (reference.mediaKey().size() != MediaKeys.SECRET) {
      throw new ProblemException(incomplete());
    }
    MediaKeys keys = MediaKeys.of(media.kind(), reference.mediaKey());
    Sized file =
        sized(
            () -> found(message, media, client, most),
            kept -> SealedFileStream.size(keys, kept.open()));
    return new StoredFile(
        mimetype,
        HexFormat.of()
            .formatHex(
                reference.sha256().isEmpty()
                    ? KeptName.of(media.kind(), reference).getBytes(StandardCharsets.US_ASCII)
                    : reference.sha256().toByteArray()),
        file.size(),
        Optional.of(name(message, media, mimetype)),
        () -> SealedFileStream.open(keys, file.kept().open()));
  }

  private record Sized(KeptFile kept, long size) {}

  /** Reads the size of a kept file. */
  private interface Sizing {
    long of(KeptFile kept) throws IOException;
  }

  /** One that turns out to be damaged is fetched anew. */
  private static Sized sized(Fetching finding, Sizing sizing)
      throws IOException, InterruptedException {
    try {
      KeptFile kept = finding.fetch();
      try {
        return new Sized(kept, sizing.of(kept));
      } catch (DamagedFileException e) {
        KeptFile anew = finding.fetch();
        return new Sized(anew, sizing.of(anew));
      }
    } catch (BucketException e) {
      throw BucketTrouble.of(e);
    }
  }

  private static long size(KeptFile kept) throws IOException {
    try (SealedBytes bytes = kept.open()) {
      return bytes.size();
    }
  }

  private static String name(StoredMessage message, Media media, String mimetype) {
    Optional<String> given =
        media instanceof DocumentContent document ? document.filename() : Optional.empty();
    return given.orElseGet(() -> message.id() + FileExtension.of(mimetype));
  }

  /** A channel's file is not encrypted, neither at the hosts nor here: whoever follows has it. */
  private KeptFile published(Media media, Supplier<WhatsAppClient> client, long most)
      throws InterruptedException {
    String name = KeptName.of(media.kind(), media.media());
    return kept(
        name,
        () -> {
          try {
            return fetch(media.media(), name, client.get(), OpenCheck::new, most);
          } catch (MediaTransferException e) {
            throw new ProblemException(problem(e));
          }
        });
  }

  private KeptFile found(
      StoredMessage message, Media media, Supplier<WhatsAppClient> client, long most)
      throws InterruptedException {
    String name = KeptName.of(media.kind(), media.media());
    return kept(name, () -> fetch(message, media, name, client.get(), most));
  }

  /** Fetches a file. */
  private interface Fetching {
    KeptFile fetch() throws InterruptedException;
  }

  private KeptFile kept(String name, Fetching fetching) throws InterruptedException {
    Optional<KeptFile> kept = store.find(name, clock.instant());
    if (kept.isPresent()) {
      return kept.get();
    }
    // Who asks for a file that is being fetched waits for it.
    try (Turns.Turn _ = turns.take(name)) {
      Optional<KeptFile> meanwhile = store.find(name, clock.instant());
      return meanwhile.isPresent() ? meanwhile.get() : fetching.fetch();
    }
  }

  private KeptFile fetch(
      StoredMessage message, Media media, String name, WhatsAppClient client, long most)
      throws InterruptedException {
    try {
      return fetch(media.media(), name, client, sealed(media), most);
    } catch (MediaTransferException e) {
      if (e.reason() != MediaTransferException.Reason.GONE) {
        throw new ProblemException(problem(e));
      }
      return again(message, media, name, client, e, most);
    }
  }

  /** Once at the place that the phone told before, once at the one that it tells now. */
  private KeptFile again(
      StoredMessage message,
      Media media,
      String name,
      WhatsAppClient client,
      MediaTransferException gone,
      long most)
      throws InterruptedException {
    Optional<String> stale = Optional.empty();
    MediaTransferException last = gone;
    for (int attempts = 0; attempts < 2; attempts++) {
      Optional<String> place = PhoneCopies.find(client, message.id(), stale);
      if (place.isEmpty()) {
        break;
      }
      try {
        return fetch(media.media().movedTo(place.get()), name, client, sealed(media), most);
      } catch (MediaTransferException e) {
        if (e.reason() != MediaTransferException.Reason.GONE) {
          throw new ProblemException(problem(e));
        }
        stale = place;
        last = e;
      }
    }
    throw new ProblemException(problem(last));
  }

  private static Function<MediaReference, FileCheck> sealed(Media media) {
    return reference -> new MediaCheck(media.kind(), reference);
  }

  private KeptFile fetch(
      MediaReference reference,
      String name,
      WhatsAppClient client,
      Function<MediaReference, FileCheck> checks,
      long most)
      throws MediaTransferException, InterruptedException {
    Path coming = store.newFile();
    try {
      servers.use(
          client,
          hosts -> {
            // From the beginning again, with other hosts.
            MediaFolder.forget(coming);
            FileCheck check = checks.apply(reference);
            try (VolumeOutput out = VolumeOutput.to(coming)) {
              transfer.download(hosts, reference, MediaKeys.sealedSize(most), checked(out, check));
              check.finish();
              out.force();
            } catch (AuthenticationException e) {
              throw new MediaTransferException(
                  MediaTransferException.Reason.CORRUPT, "it is not what was announced", e);
            }
            return true;
          });
      return store.keep(coming, name, clock.instant());
    } finally {
      MediaFolder.forget(coming);
    }
  }

  private static OutputStream checked(VolumeOutput out, FileCheck check) {
    return new OutputStream() {
      @Override
      public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        check.update(bytes, offset, length);
        out.write(bytes, offset, length);
      }
    };
  }

  private static Problem problem(MediaTransferException e) {
    return switch (e.reason()) {
      case GONE ->
          Problem.of(
              410,
              "media-expired",
              "WhatsApp does not have the file any more",
              "WhatsApp keeps files for some weeks only, and the phone does not have it or is not"
                  + " online: try again when it is, or ask its sender to send it again.");
      case INCOMPLETE -> incomplete();
      case CORRUPT ->
          Problem.of(
              502,
              "media-corrupt",
              "The file is not what its message announced",
              "What WhatsApp's media hosts have is damaged or was exchanged: ask its sender to send"
                  + " it again.");
      case TOO_LARGE ->
          Problem.of(
              502, "media-too-large", "The file is too large", "It has more bytes than are taken.");
      case STALE_HOSTS, UNREACHABLE ->
          Problem.of(
              502,
              "media-download-failed",
              "WhatsApp's media hosts did not give the file",
              "Ask again later; the session's log names what each host said.");
    };
  }

  private static Problem incomplete() {
    return Problem.of(
        410,
        "media-unavailable",
        "The message came without what finds and opens its file",
        "Look at it on the phone: such files are shown there only.");
  }
}
