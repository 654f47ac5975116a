package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.bucket.Bucket;
import dev.kubezap.pod.bucket.BucketAddress;
import dev.kubezap.pod.bucket.BucketKeys;
import dev.kubezap.pod.config.BucketSettings;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.media.BucketPlace;
import dev.kubezap.pod.media.MediaBucket;
import dev.kubezap.pod.media.MediaFolder;
import dev.kubezap.pod.media.MediaStore;
import dev.kubezap.pod.media.Retention;
import dev.kubezap.pod.store.RecordCipher;
import java.time.InstantSource;
import java.util.Optional;

/** Where the session keeps files of messages, as it was told. */
final class MediaStores {
  private MediaStores() {}

  /**
   * The store; nothing is touched yet.
   *
   * @param status is told when the bucket cannot be used
   */
  static MediaStore of(
      PodSettings settings, RecordCipher cipher, StatusReporter status, InstantSource clock) {
    Retention retention = new Retention(settings.media().keptBytes(), settings.media().keptFor());
    Optional<BucketSettings> bucket = settings.media().bucket();
    if (bucket.isEmpty()) {
      return new MediaFolder(settings.dataFolder(), retention);
    }
    return new MediaBucket(
        settings.dataFolder(),
        retention,
        place(settings, bucket.get(), cipher, clock),
        problem -> status.degraded("MediaBucketUnusable", problem),
        clock);
  }

  private static BucketPlace place(
      PodSettings settings, BucketSettings bucket, RecordCipher cipher, InstantSource clock) {
    return new BucketPlace(
        new Bucket(
            new BucketAddress(
                bucket.endpoint(), bucket.region(), bucket.name(), bucket.pathStyle()),
            new BucketKeys(bucket.accessKey().value(), bucket.secretKey().value()),
            bucket.authorities(),
            clock),
        bucket.prefix() + settings.session().namespace() + "/" + settings.session().name() + "/",
        cipher);
  }
}
