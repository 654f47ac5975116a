package dev.kubezap.pod.media;

import dev.kubezap.pod.bucket.BucketException;
import dev.kubezap.whatsapp.transfer.SealedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Files of messages in a bucket. What is to be kept is encrypted once more and waits on the volume
 * until the bucket has it, so that no message waits for the bucket. What the volume kept before
 * there was a bucket stays there until it is too old.
 */
public final class MediaBucket implements MediaStore {
  private static final Logger LOG = Logger.getLogger(MediaBucket.class);

  private final MediaFolder folder;
  private final BucketPlace place;
  private final WaitingFiles waiting;
  private final BucketUploads uploads;

  /** Names of objects that are not what was put there; they count as absent. */
  private final Set<String> damaged = ConcurrentHashMap.newKeySet();

  /**
   * Nothing is touched yet.
   *
   * @param trouble is told what is wrong with the bucket, and when nothing is any more
   */
  public MediaBucket(
      Path volume,
      Retention retention,
      BucketPlace place,
      Consumer<Optional<String>> trouble,
      InstantSource clock) {
    this.folder = new MediaFolder(volume, retention);
    this.place = place;
    this.waiting = new WaitingFiles(volume);
    this.uploads = new BucketUploads(waiting, place, retention, trouble, clock);
  }

  @Override
  public void clean(Instant now) {
    folder.cleanWork();
    folder.sweep(now);
    uploads.start();
  }

  @Override
  public Path newFile() {
    return folder.newFile();
  }

  @Override
  public Optional<KeptFile> find(String name, Instant now) {
    Optional<KeptFile> before = folder.find(name, now);
    if (before.isPresent() || damaged.contains(name)) {
      return before;
    }
    // An upload may end in between: it is in the bucket then.
    try (ObjectBytes first = open(name)) {
      first.load(0);
      return Optional.of(() -> open(name));
    } catch (DamagedFileException e) {
      return Optional.empty();
    } catch (BucketException e) {
      if (e.reason() == BucketException.Reason.ABSENT) {
        return Optional.empty();
      }
      LOG.debugf("A file cannot be looked for in the bucket: %s", e.getMessage());
      throw BucketTrouble.of(e);
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  private ObjectBytes open(String name) throws IOException {
    return new ObjectBytes(stored(name), place.cipher(), name, this::damaged);
  }

  private SealedBytes stored(String name) throws IOException {
    try {
      return SealedBytes.of(waiting.file(name));
    } catch (NoSuchFileException e) {
      return RemoteBytes.open(place.bucket(), place.key(name));
    }
  }

  private void damaged(String name) {
    LOG.warnf(
        "The kept file %s is not what was kept; it is fetched anew when it is asked for", name);
    damaged.add(name);
  }

  @Override
  public KeptFile keep(Path file, String name, Instant now) {
    Path sealed = folder.newFile();
    try {
      try (InputStream bytes = Files.newInputStream(file);
          VolumeOutput out = VolumeOutput.to(sealed)) {
        SealedObject.seal(place.cipher(), name, Files.size(file), bytes, out);
        out.force();
      }
      waiting.add(sealed, name);
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    } finally {
      MediaFolder.forget(sealed);
    }
    MediaFolder.forget(file);
    damaged.remove(name);
    uploads.wake();
    return () -> open(name);
  }

  @Override
  public void sweep(Instant now) {
    folder.sweep(now);
    uploads.sweep();
  }

  @Override
  public void close() {
    uploads.stop();
  }
}
