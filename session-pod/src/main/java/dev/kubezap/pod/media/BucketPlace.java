package dev.kubezap.pod.media;

import dev.kubezap.pod.bucket.Bucket;
import dev.kubezap.pod.store.RecordCipher;

/**
 * The session's own place in a bucket.
 *
 * @param prefix what the keys of its objects begin with, ending in a slash
 * @param cipher of what is put there
 */
public record BucketPlace(Bucket bucket, String prefix, RecordCipher cipher) {
  String key(String name) {
    return prefix + name;
  }
}
