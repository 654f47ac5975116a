import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a base of a given docker or OCI archive: {@code base.tar} as a docker archive, which Jib takes, {@code rootfs}
 * with its layers unpacked, and {@code path} with its PATH. Arguments: the archive, the folder of these three, a folder
 * for what lies between. Called by images/base.
 */
final class ConvertBase {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path unpacked;

  private ConvertBase(Path unpacked) {
    this.unpacked = unpacked;
  }

  /** Runs as the class says; a sentence on standard error and 1 when the archive is none. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Path unpacked = Files.createDirectories(Path.of(arguments[2]).resolve("given"));
    run("tar", "-C", unpacked.toString(), "-xf", arguments[0]);
    ConvertBase given = new ConvertBase(unpacked);
    Image image = Files.exists(unpacked.resolve("index.json")) ? given.oci() : given.docker();
    if (image == null) {
      System.err.println(arguments[0] + " is neither a docker archive nor an OCI archive of Linux.");
      System.exit(1);
      return;
    }
    given.write(image, folder);
  }

  /** The files of config and layers, lowest layer first. */
  private record Image(Path config, List<Path> layers) {}

  private Image docker() throws IOException {
    if (!Files.exists(unpacked.resolve("manifest.json"))) {
      return null;
    }
    JsonNode manifest = JSON.readTree(unpacked.resolve("manifest.json").toFile()).path(0);
    List<Path> layers = new ArrayList<>();
    manifest.path("Layers").forEach(layer -> layers.add(unpacked.resolve(layer.asText())));
    return new Image(unpacked.resolve(manifest.path("Config").asText()), layers);
  }

  private Image oci() throws IOException {
    String wanted = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    JsonNode manifest = JSON.readTree(unpacked.resolve("index.json").toFile());
    // An index may list further indexes, one per platform.
    while (manifest.has("manifests")) {
      JsonNode chosen = null;
      for (JsonNode one : manifest.path("manifests")) {
        JsonNode platform = one.path("platform");
        if (platform.isMissingNode()
            || platform.path("os").asText().equals("linux") && platform.path("architecture").asText().equals(wanted)) {
          chosen = one;
          break;
        }
      }
      if (chosen == null) {
        return null;
      }
      manifest = JSON.readTree(blob(chosen).toFile());
    }
    List<Path> layers = new ArrayList<>();
    for (JsonNode layer : manifest.path("layers")) {
      layers.add(blob(layer));
    }
    return new Image(blob(manifest.path("config")), layers);
  }

  private Path blob(JsonNode descriptor) {
    return unpacked.resolve("blobs").resolve(descriptor.path("digest").asText().replace(':', '/'));
  }

  private void write(Image image, Path folder) throws Exception {
    Path rootfs = folder.resolve("rootfs");
    Path docker = Files.createDirectories(unpacked.resolveSibling("docker"));
    Files.copy(image.config(), docker.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
    List<String> names = new ArrayList<>();
    for (Path layer : image.layers()) {
      String name = "layer-" + names.size() + ".tar";
      // Links among the layers of a docker archive are followed.
      Files.copy(layer.toRealPath(), docker.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      run("tar", "-C", rootfs.toString(), "--exclude=dev/*", "--exclude=*/.wh.*", "-xf", layer.toString());
      names.add(name);
    }
    for (String mountPoint : List.of("proc", "dev", "tmp")) {
      Files.createDirectories(rootfs.resolve(mountPoint));
    }
    JSON.writeValue(
        docker.resolve("manifest.json").toFile(),
        List.of(Map.of("Config", "config.json", "RepoTags", List.of("kubezap/base:latest"), "Layers", names)));
    List<String> tar = new ArrayList<>(List.of("tar", "-C", docker.toString(), "-cf", folder.resolve("base.tar").toString()));
    tar.addAll(List.of("manifest.json", "config.json"));
    tar.addAll(names);
    run(tar.toArray(String[]::new));
    for (JsonNode variable : JSON.readTree(image.config().toFile()).path("config").path("Env")) {
      if (variable.asText().startsWith("PATH=")) {
        Files.writeString(folder.resolve("path"), variable.asText().substring("PATH=".length()) + "\n");
        return;
      }
    }
    Files.writeString(folder.resolve("path"), "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
  }
}
