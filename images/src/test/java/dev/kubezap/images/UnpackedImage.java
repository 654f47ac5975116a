package dev.kubezap.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An OCI archive with one image, unpacked as a container engine does.
 *
 * @param config the image's configuration, as the OCI specification names its fields
 * @param layers the media type and digest of each layer, lowest first
 * @param rootfs the root file system
 */
public record UnpackedImage(JsonNode config, List<JsonNode> layers, Path rootfs) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long PATIENCE_SECONDS = 120;

  /**
   * Unpacks the archive of an image that the build has made.
   *
   * @param image its name without a tag, such as {@code session-pod}
   * @param folder an empty folder for it
   */
  public static UnpackedImage of(String image, Path folder) throws Exception {
    Path archive = Path.of(System.getProperty("kubezap.image.folder", ""), image + ".tar");
    Path content = Files.createDirectory(folder.resolve("content"));
    Path rootfs = Files.createDirectory(folder.resolve("rootfs"));
    tar("-C", content.toString(), "-xf", archive.toString());
    JsonNode index = JSON.readTree(content.resolve("index.json").toFile());
    JsonNode manifest = read(content, index.path("manifests").path(0));
    List<JsonNode> layers = manifest.path("layers").valueStream().toList();
    for (JsonNode layer : layers) {
      tar("-C", rootfs.toString(), "-xzpf", blob(content, layer).toString());
    }
    return new UnpackedImage(read(content, manifest.path("config")), layers, rootfs);
  }

  private static JsonNode read(Path content, JsonNode descriptor) throws IOException {
    return JSON.readTree(blob(content, descriptor).toFile());
  }

  private static Path blob(Path content, JsonNode descriptor) {
    return content.resolve("blobs", descriptor.path("digest").asText().replace(':', '/'));
  }

  private static void tar(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("tar");
    builder.command().addAll(List.of(arguments));
    Process process = builder.inheritIO().start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("tar failed: " + String.join(" ", arguments));
    }
  }
}
