package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.Media;
import dev.kubezap.crd.v1alpha1.MediaBucket;
import dev.kubezap.operator.observed.ResolvedBucket;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the pod is told how files of messages are kept; a bucket's keys are in the folder. */
final class MediaVariables {
  private static final String KEPT = "KUBEZAP_MEDIA_KEPT_";
  private static final String BUCKET = "KUBEZAP_MEDIA_BUCKET_";

  private MediaVariables() {}

  static Map<String, String> of(SessionInputs inputs) {
    var values = new TreeMap<String, String>();
    Optional<Media> media = Optional.ofNullable(inputs.spec().media());
    media
        .flatMap(Media::retentionDays)
        .ifPresent(days -> values.put(KEPT + "DAYS", days.toString()));
    media.map(Media::maxMiB).ifPresent(most -> values.put(KEPT + "MEGABYTES", most.toString()));
    inputs.references().bucket().ifPresent(bucket -> values.putAll(bucket(bucket)));
    return values;
  }

  private static Map<String, String> bucket(ResolvedBucket resolved) {
    MediaBucket bucket = resolved.bucket();
    var values = new TreeMap<String, String>();
    values.put(BUCKET + "ENDPOINT", bucket.endpoint());
    values.put(BUCKET + "NAME", bucket.name());
    values.put(BUCKET + "ACCESS_KEY_FILE", file(ConfigFolder.BUCKET_ACCESS_KEY));
    values.put(BUCKET + "SECRET_KEY_FILE", file(ConfigFolder.BUCKET_SECRET_KEY));
    Optional.ofNullable(bucket.region()).ifPresent(region -> values.put(BUCKET + "REGION", region));
    Optional.ofNullable(bucket.prefix()).ifPresent(prefix -> values.put(BUCKET + "PREFIX", prefix));
    Optional.ofNullable(bucket.pathStyle())
        .ifPresent(style -> values.put(BUCKET + "PATH_STYLE", style.toString()));
    resolved
        .authorities()
        .ifPresent(_ -> values.put(BUCKET + "CA_FILE", file(ConfigFolder.BUCKET_AUTHORITIES)));
    return values;
  }

  private static String file(String name) {
    return SessionPod.CONFIG_FOLDER + "/" + name;
  }
}
