package dev.kubezap.olm;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the folders of a bundle, and what makes an image of them. */
public final class Bundle {

  private static final String ANNOTATIONS =
      """
      annotations:
        operators.operatorframework.io.bundle.mediatype.v1: registry+v1
        operators.operatorframework.io.bundle.manifests.v1: manifests/
        operators.operatorframework.io.bundle.metadata.v1: metadata/
        operators.operatorframework.io.bundle.package.v1: kubezap
        operators.operatorframework.io.bundle.channels.v1: alpha
        operators.operatorframework.io.bundle.channel.default.v1: alpha
      """;

  private static final String DOCKERFILE =
      """
      FROM scratch
      LABEL operators.operatorframework.io.bundle.mediatype.v1=registry+v1
      LABEL operators.operatorframework.io.bundle.manifests.v1=manifests/
      LABEL operators.operatorframework.io.bundle.metadata.v1=metadata/
      LABEL operators.operatorframework.io.bundle.package.v1=kubezap
      LABEL operators.operatorframework.io.bundle.channels.v1=alpha
      LABEL operators.operatorframework.io.bundle.channel.default.v1=alpha
      COPY manifests /manifests/
      COPY metadata /metadata/
      """;

  private Bundle() {}

  /**
   * Writes a bundle; what is there of an earlier one is replaced.
   *
   * @param root the repository's folder
   * @param folder where to
   * @param version semantic, such as {@code 0.1.0}
   * @throws IOException when a source is not there or the folder cannot be written
   */
  public static void write(Path root, Path folder, String version) throws IOException {
    var sources = new BundleSources(root);
    var serviceVersion = new ServiceVersion(sources, version);
    Path manifests = Files.createDirectories(folder.resolve("manifests"));
    Files.writeString(
        manifests.resolve("kubezap.clusterserviceversion.yaml"),
        new KubernetesSerialization().asYaml(serviceVersion.document()));
    for (Path file : sources.definitionFiles()) {
      Files.copy(
          file,
          manifests.resolve(file.getFileName().toString()),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        Files.createDirectories(folder.resolve("metadata")).resolve("annotations.yaml"),
        ANNOTATIONS);
    Files.writeString(folder.resolve("bundle.Dockerfile"), DOCKERFILE);
  }

  /**
   * The command behind {@code olm/bundle}.
   *
   * @param words the repository's folder, the bundle's, the version
   */
  public static void main(String[] words) throws IOException {
    if (words.length != 3) {
      System.err.println("usage: olm/bundle [FOLDER]");
      System.exit(2);
    }
    write(Path.of(words[0]), Path.of(words[1]), words[2]);
    System.out.println(
        "The bundle is in %s: docker build -f bundle.Dockerfile -t kubezap/olm-bundle:%s ."
            .formatted(words[1], words[2]));
  }
}
