package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.AccessMode;
import dev.kubezap.crd.v1alpha1.Storage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session's volume is to be. What a claim has it cannot lose again, neither its storage
 * class and access modes nor a part of its size, so that a class counts for claims that are made,
 * and after that may only enlarge them. Pure.
 *
 * @param storage as if the resource said all of it
 * @param byClass whether the claim has, or gets, a storage class or access modes of a class
 */
public record VolumeSettings(@Nullable Storage storage, boolean byClass) {

  /** Annotation of a claim whose storage class or access modes a class has given. */
  public static final String ANNOTATION = "kubezap.dev/volume-by-class";

  private static final Storage NOTHING = new Storage(null, null, null, null);
  private static final String DEFAULT_SIZE = "1Gi";

  /**
   * The settings.
   *
   * @param own what the resource says
   * @param given what its class says
   * @param claim the claim that is there
   */
  static VolumeSettings of(
      @Nullable Storage own, @Nullable Storage given, Optional<PersistentVolumeClaim> claim) {
    Storage said = Objects.requireNonNullElse(own, NOTHING);
    Storage otherwise = Objects.requireNonNullElse(given, NOTHING);
    Storage settings =
        claim.isPresent()
            ? of(said, otherwise, claim.get())
            : new Storage(
                first(said.size(), otherwise.size()),
                first(said.storageClassName(), otherwise.storageClassName()),
                first(said.accessModes(), otherwise.accessModes()),
                first(said.retention(), otherwise.retention()));
    boolean byClass =
        claim
            .map(VolumeSettings::marked)
            .orElse(
                !Objects.equals(settings.storageClassName(), said.storageClassName())
                    || !Objects.equals(settings.accessModes(), said.accessModes()));
    return new VolumeSettings(settings.equals(NOTHING) ? own : settings, byClass);
  }

  private static Storage of(Storage said, Storage otherwise, PersistentVolumeClaim claim) {
    boolean marked = marked(claim);
    PersistentVolumeClaimSpec present = claim.getSpec();
    return new Storage(
        said.size() == null ? size(otherwise.size(), present) : said.size(),
        first(said.storageClassName(), marked ? present.getStorageClassName() : null),
        first(said.accessModes(), marked ? modes(present) : null),
        first(said.retention(), otherwise.retention()));
  }

  /** The larger one; that of a claim of the usual size need not be said. */
  private static @Nullable String size(@Nullable String given, PersistentVolumeClaimSpec present) {
    Optional<Quantity> there =
        Optional.ofNullable(present.getResources())
            .map(VolumeResourceRequirements::getRequests)
            .map(requests -> requests.get("storage"));
    Quantity wanted = Quantity.parse(Objects.requireNonNullElse(given, DEFAULT_SIZE));
    return there
        .filter(size -> size.getNumericalAmount().compareTo(wanted.getNumericalAmount()) > 0)
        .map(Quantity::toString)
        .orElse(given);
  }

  private static List<AccessMode> modes(PersistentVolumeClaimSpec present) {
    return present.getAccessModes().stream()
        .map(
            mode ->
                switch (mode) {
                  case "ReadWriteOnce" -> AccessMode.READ_WRITE_ONCE;
                  case "ReadWriteMany" -> AccessMode.READ_WRITE_MANY;
                  default -> AccessMode.READ_WRITE_ONCE_POD;
                })
        .toList();
  }

  private static boolean marked(PersistentVolumeClaim claim) {
    return Objects.requireNonNullElse(
            claim.getMetadata().getAnnotations(), Map.<String, String>of())
        .containsKey(ANNOTATION);
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T otherwise) {
    return own == null ? otherwise : own;
  }
}
