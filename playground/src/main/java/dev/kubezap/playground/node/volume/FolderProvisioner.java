package dev.kubezap.playground.node.volume;

import dev.kubezap.playground.node.spec.MissingSourceException;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The provisioner of the storage class {@code playground}: a claim gets a folder of this machine
 * and a PersistentVolume that names it; the controllers of Kubernetes bind the two. A released
 * volume is deleted with its folder. Sizes are not enforced.
 */
public final class FolderProvisioner implements ClaimFolders {

  private static final String NAME = "playground.kubezap.dev/folder";
  private static final String CLASS = "playground";
  private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

  private final KubernetesClient client;
  private final Path folder;

  /** Keeps its folders in this one. */
  public FolderProvisioner(KubernetesClient client, Path folder) {
    this.client = client;
    this.folder = folder;
  }

  /** Makes the storage class, the default one of the cluster. */
  public void register() {
    client
        .storage()
        .v1()
        .storageClasses()
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName(CLASS)
                .addToAnnotations("storageclass.kubernetes.io/is-default-class", "true")
                .endMetadata()
                .withProvisioner(NAME)
                .withReclaimPolicy("Delete")
                .withVolumeBindingMode("Immediate")
                .build())
        .serverSideApply();
  }

  /** Makes the volume of a claim that waits for one of ours. */
  public void provision(PersistentVolumeClaim claim) throws IOException {
    var spec = claim.getSpec();
    if (!CLASS.equals(spec.getStorageClassName())
        || (spec.getVolumeName() != null && !spec.getVolumeName().isEmpty())
        || claim.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    var name = "pvc-" + claim.getMetadata().getUid();
    var path = Files.createDirectories(folder).resolve(name);
    if (!Files.isDirectory(path)) {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    try {
      client.persistentVolumes().resource(volume(name, path, claim)).create();
    } catch (KubernetesClientException cause) {
      // It was made already, and only the binding is still to come.
      if (cause.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw cause;
      }
    }
  }

  /** Deletes a volume of ours whose claim is gone, and its folder. */
  public void reclaim(PersistentVolume volume) throws IOException {
    var annotations = volume.getMetadata().getAnnotations();
    var phase = volume.getStatus() == null ? null : volume.getStatus().getPhase();
    if (annotations == null || !NAME.equals(annotations.get(PROVISIONED_BY))) {
      return;
    }
    if ("Released".equals(phase)
        && "Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
      AtomicFolder.delete(Path.of(volume.getSpec().getHostPath().getPath()));
      client.persistentVolumes().resource(volume).delete();
    }
  }

  @Override
  public Path folder(String namespace, String claim) throws MissingSourceException {
    var found = client.persistentVolumeClaims().inNamespace(namespace).withName(claim).get();
    if (found == null) {
      throw new MissingSourceException("PersistentVolumeClaim " + claim + " not found");
    }
    var bound = found.getStatus() != null && "Bound".equals(found.getStatus().getPhase());
    var volume =
        bound ? client.persistentVolumes().withName(found.getSpec().getVolumeName()).get() : null;
    if (volume == null || volume.getSpec().getHostPath() == null) {
      throw new MissingSourceException(
          "PersistentVolumeClaim " + claim + " is not bound to a volume of this node");
    }
    return Path.of(volume.getSpec().getHostPath().getPath());
  }

  private static PersistentVolume volume(String name, Path path, PersistentVolumeClaim claim) {
    var spec = claim.getSpec();
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToAnnotations(PROVISIONED_BY, NAME)
        .endMetadata()
        .withNewSpec()
        .withStorageClassName(CLASS)
        .withCapacity(spec.getResources().getRequests())
        .withAccessModes(spec.getAccessModes())
        .withVolumeMode("Filesystem")
        .withPersistentVolumeReclaimPolicy("Delete")
        .withNewHostPath(path.toString(), "Directory")
        .withNewClaimRef()
        .withApiVersion("v1")
        .withKind("PersistentVolumeClaim")
        .withNamespace(claim.getMetadata().getNamespace())
        .withName(claim.getMetadata().getName())
        .withUid(claim.getMetadata().getUid())
        .endClaimRef()
        .endSpec()
        .build();
  }
}
