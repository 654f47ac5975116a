package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.AccessMode;
import dev.kubezap.crd.v1alpha1.Storage;
import dev.kubezap.operator.sessionclass.VolumeSettings;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The claim of the session's volume. It outlives the resource unless the deletion policy erases it.
 */
final class Volume {

  /** The API's default; its rule against shrinking knows it, too. */
  static final String DEFAULT_SIZE = "1Gi";

  private Volume() {}

  static PersistentVolumeClaim claim(SessionInputs inputs) {
    Optional<Storage> storage = Optional.ofNullable(inputs.spec().storage());
    String size = storage.map(Storage::size).orElse(DEFAULT_SIZE);
    List<AccessMode> modes =
        storage.map(Storage::accessModes).orElse(List.of(AccessMode.READ_WRITE_ONCE_POD));
    var claim =
        new PersistentVolumeClaimBuilder()
            .withMetadata(ObjectMetadata.kept(inputs.session(), inputs.names().object()))
            .withNewSpec()
            .withAccessModes(modes.stream().map(Volume::text).toList())
            .withNewResources()
            .addToRequests("storage", CanonicalQuantity.of(size))
            .endResources()
            .endSpec();
    if (inputs.effective().volumeByClass()) {
      claim.editMetadata().addToAnnotations(VolumeSettings.ANNOTATION, "true").endMetadata();
    }
    storage
        .map(Storage::storageClassName)
        .ifPresent(name -> claim.editSpec().withStorageClassName(name).endSpec());
    return claim.build();
  }

  private static String text(AccessMode mode) {
    return switch (mode) {
      case READ_WRITE_ONCE -> "ReadWriteOnce";
      case READ_WRITE_ONCE_POD -> "ReadWriteOncePod";
      case READ_WRITE_MANY -> "ReadWriteMany";
    };
  }
}
