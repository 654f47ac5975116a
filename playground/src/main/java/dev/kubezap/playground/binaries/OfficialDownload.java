package dev.kubezap.playground.binaries;

import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The official binaries, each checked against its published SHA-256, into the cache.
 *
 * @param kubernetes the base address of the Kubernetes releases, {@code https://dl.k8s.io}
 * @param etcd the base address of etcd's releases
 * @param versions what to fetch
 * @param architecture {@code amd64} or {@code arm64}
 * @param target the folder that they go to
 */
record OfficialDownload(
    URI kubernetes,
    URI etcd,
    Versions versions,
    String architecture,
    Path target,
    Terminal terminal)
    implements BinarySource {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration SMALL_FILE = Duration.ofSeconds(10);
  private static final Duration LARGE_FILE = Duration.ofMinutes(10);

  @Override
  public Optional<ControlPlaneBinaries> find() throws InterruptedException {
    try (var http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      Files.createDirectories(target);
      for (var program : Program.values()) {
        if (!Files.isExecutable(target.resolve(program.fileName()))) {
          terminal.during(
              "downloading " + program.fileName() + " " + versions.of(program),
              () -> fetch(http, program));
        }
      }
      return ControlPlaneBinaries.in(target, "the official downloads");
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception cause) {
      terminal.say("cannot download the official binaries: " + reason(cause));
      return Optional.empty();
    }
  }

  private Path fetch(HttpClient http, Program program) throws Exception {
    var file = target.resolve("." + program.fileName() + ".part");
    if (program == Program.ETCD) {
      fetchEtcd(http, file);
    } else {
      var address =
          URI.create(
              "%s/v%s/bin/linux/%s/%s"
                  .formatted(kubernetes, versions.kubernetes(), architecture, program.fileName()));
      var sum = text(http, URI.create(address + ".sha256")).strip();
      download(http, address, file);
      Checksum.verify(file, sum, address);
    }
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
    return Files.move(
        file, target.resolve(program.fileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private void fetchEtcd(HttpClient http, Path file) throws Exception {
    var name = "etcd-v%s-linux-%s.tar.gz".formatted(versions.etcd(), architecture);
    var base = etcd + "/v" + versions.etcd() + "/";
    var sum = Checksum.of(name, text(http, URI.create(base + "SHA256SUMS")));
    var archive = target.resolve("." + name + ".part");
    download(http, URI.create(base + name), archive);
    Checksum.verify(archive, sum, URI.create(base + name));
    ArchiveMember.extract(archive, "etcd", file);
    Files.delete(archive);
  }

  private static String text(HttpClient http, URI address) throws Exception {
    var request = HttpRequest.newBuilder(address).timeout(SMALL_FILE).build();
    return checked(http.send(request, HttpResponse.BodyHandlers.ofString()), address).body();
  }

  private static void download(HttpClient http, URI address, Path file) throws Exception {
    var request = HttpRequest.newBuilder(address).timeout(LARGE_FILE).build();
    checked(http.send(request, HttpResponse.BodyHandlers.ofFile(file)), address);
  }

  private static <T> HttpResponse<T> checked(HttpResponse<T> response, URI address)
      throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(address + " answered " + response.statusCode());
    }
    return response;
  }

  private static String reason(Exception cause) {
    return cause instanceof TimeoutException || cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getMessage();
  }
}
