package dev.kubezap.playground.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kubezap.playground.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinarySearchTest {

  private static final Versions VERSIONS = new Versions("1.34.10", "3.6.4");

  @TempDir Path folder;
  private final Map<String, byte[]> files = new HashMap<>();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = files.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          if (body != null) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theFirstWayThatLeadsSomewhereIsTaken() throws Exception {
    var found = new ControlPlaneBinaries("second", Map.of());
    var search =
        new BinarySearch(
            List.of(
                Optional::empty,
                () -> Optional.of(found),
                () -> {
                  throw new BinariesException("not to be asked");
                }));
    assertThat(search.find()).isSameAs(found);
    assertThatThrownBy(() -> new BinarySearch(List.of(Optional::empty)).find())
        .isInstanceOf(BinariesException.class)
        .hasMessageContaining("KUBEZAP_CONTROL_PLANE_DIR");
  }

  @Test
  void aNamedFolderMustHoldAllPrograms() throws Exception {
    program(folder, "etcd", "");
    assertThatThrownBy(() -> new NamedFolder(folder).find())
        .hasMessageContaining("lacks kube-apiserver, kube-controller-manager, kubectl");
    for (var program : Program.values()) {
      program(folder, program.fileName(), "");
    }
    assertThat(new NamedFolder(folder).find()).isPresent();
  }

  @Test
  void installedProgramsAreTakenWhenTheyAreRecent() throws Exception {
    for (var program : Program.values()) {
      program(folder, program.fileName(), "echo Kubernetes v1.33.2");
    }
    assertThat(new InstalledPrograms(List.of(folder), 32).find()).isPresent();
    assertThat(new InstalledPrograms(List.of(folder), 34).find()).isEmpty();
  }

  @Test
  void downloadsAreCheckedAndMadeExecutable() throws Exception {
    publish("amd64");
    var found = download("amd64").find().orElseThrow();
    assertThat(found.path(Program.ETCD)).hasContent("the etcd").isExecutable();
    assertThat(found.path(Program.KUBECTL)).hasContent("the kubectl").isExecutable();
  }

  @Test
  void theUsualSearchEndsAtTheReleasesOrTheirMirrors() throws Exception {
    publish(BinarySearch.architecture(System.getProperty("os.arch")));
    var base = "http://127.0.0.1:" + server.getAddress().getPort();
    var environment =
        Map.of(
            "XDG_CACHE_HOME",
            folder.resolve("cache").toString(),
            "PATH",
            folder.toString(),
            "KUBEZAP_KUBERNETES_RELEASES",
            base + "/k8s/",
            "KUBEZAP_ETCD_RELEASES",
            base + "/etcd");
    var search =
        BinarySearch.usual(
            environment,
            folder.resolve("no-build"),
            new Terminal(new PrintStream(told, true, StandardCharsets.UTF_8)));
    assertThat(search.find().origin()).isEqualTo("the official downloads");
    server.stop(0);
    assertThat(search.find().origin()).startsWith("the cache");
  }

  @Test
  void theProcessorSaysWhichBinariesAreFetched() throws Exception {
    assertThat(BinarySearch.architecture("aarch64")).isEqualTo("arm64");
    assertThat(BinarySearch.architecture("amd64")).isEqualTo("amd64");
    publish("arm64");
    assertThat(download("amd64").find()).isEmpty();
    assertThat(download("arm64").find().orElseThrow().path(Program.ETCD)).hasContent("the etcd");
  }

  /** Two lines of etcd's own list, as version 3.6.4 was published. */
  @Test
  void theListOfAReleaseHasASumForEachProcessor() throws Exception {
    var published =
        """
        4d5f3101daa534e45ccaf3eec8d21c19b7222db377bcfd5e5a9144155238c105  etcd-v3.6.4-linux-amd64.tar.gz
        323421fa279f4f3d7da4c7f2dfa17d9e49529cb2b4cdf40899a7416bccdde42d  etcd-v3.6.4-linux-arm64.tar.gz
        """;
    assertThat(Checksum.of("etcd-v3.6.4-linux-arm64.tar.gz", published)).startsWith("323421fa");
    assertThat(Checksum.of("etcd-v3.6.4-linux-amd64.tar.gz", published)).startsWith("4d5f3101");
    assertThatThrownBy(() -> Checksum.of("etcd-v3.6.4-linux-riscv64.tar.gz", published))
        .hasMessageContaining("lists no checksum");
  }

  @Test
  void anArchiveWithAnotherChecksumIsThrownAway() throws Exception {
    publish("amd64");
    files.put("/etcd/v3.6.4/SHA256SUMS", bytes("00  etcd-v3.6.4-linux-amd64.tar.gz\n"));
    assertThat(download("amd64").find()).isEmpty();
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("instead of the published");
    assertThat(folder.resolve("cache/etcd")).doesNotExist();
  }

  @Test
  void aDownloadWithAnotherChecksumIsThrownAway() throws Exception {
    publish("amd64");
    files.put("/k8s/v1.34.10/bin/linux/amd64/kube-apiserver", bytes("something else"));
    assertThat(download("amd64").find()).isEmpty();
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("instead of the published");
    assertThat(folder.resolve("cache/kube-apiserver")).doesNotExist();
  }

  @Test
  void anUnreachableServerIsSaidAndTheNextWayIsTaken() throws Exception {
    server.stop(0);
    assertThat(download("amd64").find()).isEmpty();
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("cannot download");
  }

  private OfficialDownload download(String architecture) {
    var base = "http://127.0.0.1:" + server.getAddress().getPort();
    return new OfficialDownload(
        URI.create(base + "/k8s"),
        URI.create(base + "/etcd"),
        VERSIONS,
        architecture,
        folder.resolve("cache"),
        new Terminal(new PrintStream(told, true, StandardCharsets.UTF_8)));
  }

  private void publish(String architecture) throws Exception {
    for (var program : List.of("kube-apiserver", "kube-controller-manager", "kubectl")) {
      var path = "/k8s/v1.34.10/bin/linux/" + architecture + "/" + program;
      files.put(path, bytes("the " + program));
      files.put(path + ".sha256", bytes(sum(bytes("the " + program))));
    }
    var packed = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(packed))) {
      var entry = new TarArchiveEntry("etcd-v3.6.4-linux-" + architecture + "/etcd");
      entry.setSize(bytes("the etcd").length);
      tar.putArchiveEntry(entry);
      tar.write(bytes("the etcd"));
      tar.closeArchiveEntry();
    }
    files.put("/etcd/v3.6.4/etcd-v3.6.4-linux-" + architecture + ".tar.gz", packed.toByteArray());
    files.put(
        "/etcd/v3.6.4/SHA256SUMS",
        bytes(
            "00  other.tar.gz\n"
                + sum(packed.toByteArray())
                + "  etcd-v3.6.4-linux-"
                + architecture
                + ".tar.gz\n"));
  }

  private static String sum(byte[] bytes) throws Exception {
    return HexFormat.of()
        .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static void program(Path folder, String name, String script) throws IOException {
    var file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
