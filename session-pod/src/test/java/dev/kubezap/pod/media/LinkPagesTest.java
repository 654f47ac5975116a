package dev.kubezap.pod.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kubezap.pod.picture.PictureFixture;
import dev.kubezap.pod.picture.PictureScaler;
import dev.kubezap.whatsapp.content.TextContent.LinkPreview;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkPagesTest {
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0};

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  @TempDir private Path volume;
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/hangs")) {
              over.await();
            } else if (path.equals("/moved")) {
              exchange.getResponseHeaders().set("Location", "/page");
              exchange.sendResponseHeaders(301, -1);
            } else if (files.containsKey(path)) {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(files.get(path));
            } else {
              exchange.sendResponseHeaders(404, -1);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private Optional<LinkPreview> preview(String path) throws InterruptedException {
    return preview(path, Duration.ofSeconds(10), true);
  }

  private Optional<LinkPreview> preview(String path, Duration patience, boolean loopback)
      throws InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return new LinkPages(
            new RemoteFiles(new PublicAddresses(loopback)),
            new MediaFolder(volume, new Retention(0, Duration.ZERO)),
            new ShownPictures(new PictureScaler()),
            patience)
        .preview("https://as.written", url);
  }

  private void page(String html) {
    page(html, StandardCharsets.UTF_8);
  }

  private void page(String html, Charset charset) {
    files.put("/page", html.getBytes(charset));
  }

  @Test
  void readsOpenGraph() throws Exception {
    files.put("/picture.jpg", JPEG);
    page(
        """
        <!doctype html><html><head><title>Shop - home</title>
        <meta property="og:title" content="Caf&eacute; &amp;
          more"><meta property="og:description" content="All we have">
        <meta property="og:image" content="/picture.jpg"></head><body>
        <meta property="og:title" content="not in the head">
        """);

    LinkPreview preview = preview("/moved").orElseThrow();
    assertThat(preview.url()).isEqualTo("https://as.written");
    assertThat(preview.title()).contains("Café & more");
    assertThat(preview.description()).contains("All we have");
    assertThat(preview.thumbnail().toByteArray()).isEqualTo(JPEG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<title>plain</title>                                       | plain |",
        "<head><title>a</title><meta name=description content=b>    | a     | b",
        "<meta property=og:title content=' '><title>c</title>       | c     |",
        "<html><title>long</title><meta property=og:image content='file:///etc/passwd'> | long |",
        "<title>no picture</title><meta property=og:image content='/absent.jpg'> | no picture |",
        "<title>wrong</title><meta property=og:image content='http://[x'> | wrong |"
      })
  void readsWhatThereIs(String html, String title, String description) throws Exception {
    page(html);

    LinkPreview preview = preview("/page").orElseThrow();
    assertThat(preview.title()).contains(title);
    assertThat(preview.description()).isEqualTo(Optional.ofNullable(description));
    assertThat(preview.thumbnail().isEmpty()).isTrue();
  }

  @Test
  void readsThePagesOwnLetters() throws Exception {
    page("<meta charset=iso-8859-1><title>Grüße</title>", StandardCharsets.ISO_8859_1);
    assertThat(preview("/page").orElseThrow().title()).contains("Grüße");

    page("\uFEFF <title>mark</title>");
    assertThat(preview("/page").orElseThrow().title()).contains("mark");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain text with <title>x</title>",
        "<html><head></head><title>too late</title>",
        "<p>nothing</p>",
        "{}"
      })
  void saysNothingOfWhatIsNoPage(String body) throws Exception {
    page(body);
    assertThat(preview("/page")).isEmpty();
  }

  @Test
  void readsTheBeginningOfAnEndlessPage() throws Exception {
    page("<title>" + "t".repeat(400) + "</title>" + "<p>x".repeat(500_000));
    LinkPreview preview = preview("/page").orElseThrow();
    assertThat(preview.title().orElseThrow()).hasSize(300).endsWith("t…");

    page("<head>" + " ".repeat(600 * 1024) + "<title>too far</title>");
    assertThat(preview("/page")).isEmpty();
  }

  @Test
  void makesLargePicturesSmall() throws Exception {
    files.put("/picture.png", PictureFixture.png(1200, 630));
    page("<title>a</title><meta property=og:image content=/picture.png>");

    byte[] thumbnail = preview("/page").orElseThrow().thumbnail().toByteArray();
    BufferedImage shown = PictureFixture.decoded(thumbnail);
    assertThat(shown.getWidth()).isEqualTo(192);
    assertThat(shown.getHeight()).isEqualTo(101);
    assertThat(thumbnail.length).isLessThan(8 * 1024);
    assertThat(volume.resolve("media").resolve("work")).isEmptyDirectory();
  }

  @Test
  void leavesOutWhatIsNoPicture() throws Exception {
    byte[] large = new byte[49 * 1024];
    large[0] = (byte) 0xFF;
    large[1] = (byte) 0xD8;
    files.put("/large.jpg", large);
    files.put("/picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
    files.put("/endless.png", Arrays.copyOf(PictureFixture.png(20, 20), (8 << 20) + 1));

    for (String picture : List.of("/large.jpg", "/picture.png", "/endless.png")) {
      page("<title>a</title><meta property=og:image content=" + picture + ">");
      assertThat(preview("/page").orElseThrow().thumbnail().isEmpty()).as(picture).isTrue();
    }
    assertThat(volume.resolve("media").resolve("work")).isEmptyDirectory();
  }

  @Test
  void doesNotWaitForever() throws Exception {
    assertThat(preview("/hangs", Duration.ofMillis(50), true)).isEmpty();
    assertThat(preview("/absent")).isEmpty();
  }

  @Test
  void doesNotReachInside() throws Exception {
    page("<title>secret</title>");
    assertThat(preview("/page", Duration.ofSeconds(10), false)).isEmpty();
  }
}
