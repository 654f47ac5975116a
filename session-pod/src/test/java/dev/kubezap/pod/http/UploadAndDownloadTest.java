package dev.kubezap.pod.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.server.HttpServer;
import dev.kubezap.pod.server.MultipartBody;
import dev.kubezap.pod.server.ServerLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are read as they come, forms of many parts, and stored files with their ranges. */
@Timeout(120)
class UploadAndDownloadTest {
  private static final String KEY = "key-with-all-scopes-0001";
  private static final long LIMIT = 100L << 20;
  private static final int SMALL_LIMIT = 1_000;
  private static final String BOUNDARY = "----boundary";

  private final CountDownLatch mayRead = new CountDownLatch(1);
  @AutoClose private final HttpServer server = HttpServer.start(ServerLimits.DEFAULT);
  @AutoClose private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void listen() throws IOException {
    List<Route> routes =
        List.of(
            Route.upload("PUT", "/count", Scope.SEND, LIMIT, (request, body) -> count(body)),
            Route.upload("PUT", "/small", Scope.SEND, SMALL_LIMIT, (request, body) -> count(body)),
            Route.upload("POST", "/form", Scope.SEND, LIMIT, (request, body) -> form(body)),
            Route.upload("PUT", "/late", Scope.SEND, LIMIT, (request, body) -> late(body)),
            Route.download("/file", Scope.READ, request -> file()),
            Route.download("/broken", Scope.READ, request -> broken()));
    Dispatcher dispatcher =
        new Dispatcher(
            new RouteTable(routes),
            new Authenticator(
                () -> List.of(ApiKey.of("admin", KEY, Set.of(Scope.ADMIN))), TokenAuthority.NONE),
            HttpLimits.DEFAULT,
            failure -> Problem.of(500, "internal-error", "A fault", "Look into the log."),
            new WorkGate(),
            (method, status) -> {},
            new QueryCredentials(
                new Tickets(new java.security.SecureRandom(), System::nanoTime), false),
            new RateLimits(System::nanoTime));
    port = server.listen("127.0.0.1", 0, dispatcher);
  }

  @AfterEach
  void letGo() {
    mayRead.countDown();
  }

  private static Reply text(String text) {
    return Reply.of("text/plain", com.google.protobuf.ByteString.copyFromUtf8(text));
  }

  private static Reply count(UploadedBody body) throws IOException {
    byte[] buffer = new byte[8192];
    long count = 0;
    for (int read = body.stream().read(buffer); read >= 0; read = body.stream().read(buffer)) {
      count += read;
    }
    return text(Long.toString(count));
  }

  private Reply late(UploadedBody body) throws Exception {
    assertThat(mayRead.await(60, TimeUnit.SECONDS)).isTrue();
    return count(body);
  }

  private static Reply form(UploadedBody body) throws IOException {
    MultipartBody form = body.parts(5).orElseThrow(() -> new IllegalStateException("no form"));
    StringBuilder seen = new StringBuilder();
    for (Optional<MultipartBody.Part> part = form.next(); part.isPresent(); part = form.next()) {
      seen.append(part.get().name())
          .append(' ')
          .append(part.get().fileName().orElse("-"))
          .append(' ')
          .append(part.get().contentType().orElse("-"))
          .append(' ');
      // The second part is not read: what follows it must be found all the same.
      seen.append(
              part.get().name().equals("skipped") ? -1 : part.get().content().readAllBytes().length)
          .append('\n');
    }
    return text(seen.toString());
  }

  private static StoredFile file() {
    byte[] bytes = "0123456789".getBytes(StandardCharsets.US_ASCII);
    return new StoredFile(
        "text/plain",
        "v1",
        bytes.length,
        Optional.of("zehn Ziffern ä.txt"),
        () -> new ByteArrayInputStream(bytes));
  }

  private static StoredFile broken() {
    return new StoredFile(
        "text/plain",
        "v1",
        5,
        Optional.empty(),
        () -> {
          throw new IOException("the volume is away");
        });
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("X-API-Key", KEY);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void readsAHundredMegabytesByLengthAndByChunks() throws Exception {
    HttpResponse<String> chunked =
        send(
            to("/count").PUT(HttpRequest.BodyPublishers.ofInputStream(() -> zeros(LIMIT))).build());
    assertThat(chunked.body()).isEqualTo("104857600");
    HttpResponse<String> counted =
        send(
            to("/count")
                .PUT(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> zeros(LIMIT)), LIMIT))
                .build());
    assertThat(counted.body()).isEqualTo("104857600");
  }

  /** Else the heap would hold what nobody reads. */
  @Test
  void aCallerWaitsWhileNobodyReads() throws Exception {
    try (SocketChannel caller =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      String head =
          "PUT /late HTTP/1.1\r\nHost: x\r\nX-API-Key: "
              + KEY
              + "\r\nContent-Length: "
              + LIMIT
              + "\r\nConnection: close\r\n\r\n";
      caller.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      caller.configureBlocking(false);
      long sent = fill(caller);
      // The buffers of the two sockets, which the system grows to some megabytes.
      assertThat(sent).isLessThan(LIMIT / 4);
      mayRead.countDown();
      caller.configureBlocking(true);
      while (sent < LIMIT) {
        sent += caller.write(ByteBuffer.allocate((int) Math.min(1 << 20, LIMIT - sent)));
      }
      String answer =
          new String(caller.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("104857600");
    }
  }

  /** Sends until nothing is taken for a second. */
  private static long fill(SocketChannel caller) throws IOException {
    long sent = 0;
    try (java.nio.channels.Selector selector = java.nio.channels.Selector.open()) {
      caller.register(selector, java.nio.channels.SelectionKey.OP_WRITE);
      while (sent < LIMIT && selector.select(1_000) > 0) {
        selector.selectedKeys().clear();
        sent += caller.write(ByteBuffer.allocate((int) Math.min(1 << 16, LIMIT - sent)));
      }
    }
    return sent;
  }

  @Test
  void refusesWhatIsTooLongByName() throws Exception {
    for (HttpRequest.BodyPublisher tooLong :
        List.of(
            HttpRequest.BodyPublishers.ofByteArray(new byte[SMALL_LIMIT + 1]),
            HttpRequest.BodyPublishers.ofInputStream(() -> zeros(SMALL_LIMIT + 1)))) {
      HttpResponse<String> answer = send(to("/small").PUT(tooLong).build());
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("body-too-large").contains("1000 bytes");
    }
    assertThat(
            send(to("/small").PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[1000])).build())
                .body())
        .isEqualTo("1000");
    assertThat(
            send(to("/small")
                    .header("Content-Encoding", "gzip")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[10]))
                    .build())
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void readsThePartsOfAForm() throws Exception {
    String body =
        part("caption", "", "hello\r\n--not the boundary")
            + part("skipped", "; filename=\"a.bin\"\r\nContent-Type: image/png", "x".repeat(20_000))
            + part(
                "media",
                "; filename=\"ä \\\"b\\\".jpg\"\r\nContent-Type: image/jpeg",
                "y".repeat(50_000))
            + part("empty", "", "")
            + "--"
            + BOUNDARY
            + "--\r\n";
    assertThat(form(body).body())
        .isEqualTo(
            """
            caption - - 25
            skipped a.bin image/png -1
            media ä "b".jpg image/jpeg 50000
            empty - - 0
            """);
  }

  @Test
  void refusesFormsThatAreMalformed() throws Exception {
    String end = "--" + BOUNDARY + "--\r\n";
    for (String body :
        List.of(
            "",
            "nothing",
            "--" + BOUNDARY + "\r\n\r\nno name\r\n" + end,
            part("a", "", "without an end"),
            part("a", "", "1").repeat(6) + end,
            "--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"a\"\r\nLong: "
                + "x".repeat(10_000)
                + "\r\n\r\n\r\n"
                + end)) {
      HttpResponse<String> answer = form(body);
      assertThat(answer.statusCode())
          .as(body.substring(0, Math.min(80, body.length())))
          .isEqualTo(400);
      assertThat(answer.body()).contains("malformed-request");
    }
  }

  private static String part(String name, String further, String content) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\""
        + further
        + "\r\n\r\n"
        + content
        + "\r\n";
  }

  private HttpResponse<String> form(String body) throws Exception {
    return send(
        to("/form")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  @Test
  void answersWithTheRangeThatIsAskedFor() throws Exception {
    HttpResponse<String> whole = send(to("/file").build());
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo("0123456789");
    assertThat(whole.headers().map())
        .containsEntry("accept-ranges", List.of("bytes"))
        .containsEntry("etag", List.of("\"v1\""))
        .containsEntry("content-length", List.of("10"))
        .containsEntry(
            "content-disposition",
            List.of("attachment; filename*=UTF-8''zehn%20Ziffern%20%C3%A4.txt"));
    HttpResponse<String> part = send(to("/file").header("Range", "bytes=2-4").build());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.headers().map()).containsEntry("content-range", List.of("bytes 2-4/10"));
    HttpResponse<String> none = send(to("/file").header("Range", "bytes=10-").build());
    assertThat(none.statusCode()).isEqualTo(416);
    assertThat(none.headers().map()).containsEntry("content-range", List.of("bytes */10"));
    assertThat(none.body()).contains("range-not-satisfiable");
  }

  @Test
  void aFileThatCannotBeOpenedIsAProblem() throws Exception {
    assertThat(send(to("/broken").build()).statusCode()).isEqualTo(500);
  }

  private static InputStream zeros(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] target, int offset, int count) {
        int part = (int) Math.min(count, left);
        left -= part;
        return part == 0 && count > 0 ? -1 : part;
      }
    };
  }
}
