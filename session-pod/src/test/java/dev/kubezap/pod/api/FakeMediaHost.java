package dev.kubezap.pod.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kubezap.pod.media.MediaFolder;
import dev.kubezap.pod.media.MediaParts;
import dev.kubezap.pod.media.PublicAddresses;
import dev.kubezap.pod.media.Retention;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transport.WebClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A media host that keeps what it gets, and any other web server. */
final class FakeMediaHost implements AutoCloseable {
  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  final Map<String, String> redirects = new ConcurrentHashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  volatile int refusesWith;
  final Path volume;
  private final HttpServer server;

  FakeMediaHost() {
    try {
      volume = Files.createTempDirectory("kubezap-media-test");
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its name as the service tells it. */
  MediaHosts.Known hosts() {
    return new MediaHosts.Known(
        List.of("127.0.0.1:" + server.getAddress().getPort()), "auth", Duration.ofMinutes(5));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What brings files there, over a volume of its own. */
  MediaParts parts() {
    return MediaParts.of(
        new MediaFolder(volume, new Retention(1 << 20, Duration.ofDays(1))),
        new MediaTransfer(false, new WebClient(Optional.empty(), Optional.empty(), _ -> true)),
        new PublicAddresses(true),
        RandomBytes.secure(new SecureRandom()),
        InstantSource.system());
  }

  /** What is left of requests in work. */
  List<String> inWork() {
    return names(volume.resolve("media").resolve("work"));
  }

  /** What is kept. */
  List<String> kept() {
    return names(volume.resolve("media").resolve("kept"));
  }

  private static List<String> names(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets what is kept, so that it has to be fetched. */
  void forgetKept() throws IOException {
    for (String name : kept()) {
      Files.delete(volume.resolve("media").resolve("kept").resolve(name));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (refusesWith != 0) {
        exchange.sendResponseHeaders(refusesWith, -1);
      } else if (exchange.getRequestMethod().equals("POST")) {
        String place = "/v/" + files.size();
        files.put(place, body);
        byte[] json =
            ("{\"direct_path\":\""
                    + place
                    + "\",\"url\":\""
                    + url(place)
                    + "\",\"handle\":\"handle-"
                    + files.size()
                    + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
      } else if (redirects.containsKey(path)) {
        exchange.getResponseHeaders().set("Location", redirects.get(path));
        exchange.sendResponseHeaders(302, -1);
      } else if (files.containsKey(path)) {
        exchange.sendResponseHeaders(200, files.get(path).length);
        exchange.getResponseBody().write(files.get(path));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    try (Stream<Path> all = Files.walk(volume)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
