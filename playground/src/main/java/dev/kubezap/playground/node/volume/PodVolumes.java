package dev.kubezap.playground.node.volume;

import dev.kubezap.playground.node.spec.MissingSourceException;
import dev.kubezap.playground.node.spec.MountPaths;
import dev.kubezap.playground.node.spec.PodAddress;
import dev.kubezap.playground.node.spec.Sources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folders of one pod: its volumes and, for each container, the root that its mounts lie in. */
public final class PodVolumes {

  private final Path folder;
  private final PodAddress address;
  private final Sources sources;
  private final Tokens tokens;
  private final ClaimFolders claims;

  /**
   * In this folder, which belongs to the pod alone.
   *
   * @param claims where the folders of bound claims are
   */
  public PodVolumes(
      Path folder, PodAddress address, Sources sources, Tokens tokens, ClaimFolders claims) {
    this.folder = folder;
    this.address = address;
    this.sources = sources;
    this.tokens = tokens;
    this.claims = claims;
  }

  /**
   * Makes all volumes and mounts as they should be now; to be repeated when a source has changed.
   *
   * @throws MissingSourceException when something that the pod refers to is missing
   */
  public void refresh(Pod pod) throws IOException, MissingSourceException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.getParent());
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    for (var volume : pod.getSpec().getVolumes()) {
      var files = VolumeFiles.of(pod, volume, address, sources, tokens);
      if (files.isPresent()) {
        new AtomicFolder(volumeFolder(volume.getName())).write(files.get());
      } else if (volume.getPersistentVolumeClaim() == null) {
        Files.createDirectories(volumeFolder(volume.getName()));
      }
    }
    for (var container : pod.getSpec().getContainers()) {
      mount(pod, container);
    }
  }

  /** Where a container's mount paths lie. */
  public MountPaths paths(Container container) {
    return new MountPaths(
        folder.resolve(container.getName()),
        container.getVolumeMounts().stream().map(VolumeMount::getMountPath).toList());
  }

  /** Deletes all of it; what lies in claims stays. */
  public void delete() throws IOException {
    AtomicFolder.delete(folder);
  }

  private void mount(Pod pod, Container container) throws IOException, MissingSourceException {
    var paths = paths(container);
    Files.createDirectories(paths.root().resolve("tmp"));
    for (var mount : container.getVolumeMounts()) {
      var link = paths.folder(mount.getMountPath());
      var target = target(pod, mount.getName());
      if (Files.isSymbolicLink(link)) {
        continue;
      }
      if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(link);
      }
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, target);
    }
  }

  private Path target(Pod pod, String name) throws MissingSourceException {
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getName().equals(name)) {
        var claim = volume.getPersistentVolumeClaim();
        return claim == null
            ? volumeFolder(name)
            : claims.folder(pod.getMetadata().getNamespace(), claim.getClaimName());
      }
    }
    throw new MissingSourceException("no volume " + name);
  }

  private Path volumeFolder(String name) {
    return folder.resolve("volumes").resolve(name);
  }
}
