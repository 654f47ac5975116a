package dev.kubezap.whatsapp.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sends requests and takes their answers as they come, each over a connection of its own. It
 * follows no redirect. Blocking; interrupting the thread ends an exchange.
 *
 * @param caFile certificate authorities (PEM) that are trusted in addition to the system's
 * @param allowed which addresses may be connected to; asked about those that are used then, so that
 *     a name that changes its address gains nothing. Not asked when a proxy resolves the name
 */
public record WebClient(
    Optional<ProxySettings> proxy, Optional<Path> caFile, Predicate<InetAddress> allowed) {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final int IDLE_MILLIS = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SLOWEST_BYTES_PER_SECOND = 32 * 1024;
  private static final int PART = 32 * 1024;

  /**
   * What is asked for.
   *
   * @param method such as {@code GET}
   * @param address {@code http://} or {@code https://} with a host
   * @param headers beside those that HTTP needs; without line breaks
   * @param body what is sent
   * @param most the bytes that are expected at most in both directions, which bounds the time
   */
  public record Request(
      String method, URI address, Map<String, String> headers, Optional<Body> body, long most) {
    /** Leaves out what may be secret: path, query and headers. */
    @Override
    public String toString() {
      return method + " " + address.getHost();
    }
  }

  /**
   * The bytes that a request carries.
   *
   * @param source of which as many bytes are sent as {@code length} says
   */
  public record Body(long length, InputStream source) {}

  /**
   * What is answered.
   *
   * @param headers by lower-case name
   * @param body as it comes; fails when it breaks off
   */
  public record Answer(int status, Map<String, String> headers, InputStream body) {
    /** A header's value. */
    public Optional<String> header(String lowerCaseName) {
      return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** How many bytes the body has, if it says. */
    public Optional<Long> length() {
      return header("content-length").flatMap(WebBody::number);
    }

    /** Leaves out the headers. */
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /** Takes an answer; the connection ends with it. */
  @FunctionalInterface
  public interface Taking<T> {
    T take(Answer answer) throws IOException;
  }

  private record Open(Socket socket, Socket stream, InputStream in) {}

  /**
   * Sends a request.
   *
   * @throws OpenException when there is no connection
   * @throws IOException when it breaks off, or takes longer than its size permits
   */
  public <T> T exchange(Request request, Taking<T> taking) throws OpenException, IOException {
    URI address = request.address();
    boolean secure = isSecure(address);
    int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
    String host = address.getHost().replaceAll("[\\[\\]]", "");
    Route route = new Route(host, port, secure, proxy, caFile, CONNECT);
    Open open =
        route.open(host, addresses(host), (socket, stream, in) -> new Open(socket, stream, in));
    Duration limit = PATIENCE.plusSeconds(request.most() / SLOWEST_BYTES_PER_SECOND);
    try (Socket socket = open.socket();
        Watchdog _ = Watchdog.over(socket, limit)) {
      open.stream().setSoTimeout(IDLE_MILLIS);
      send(request, open.stream().getOutputStream());
      return taking.take(answer(request, open.in()));
    }
  }

  private static boolean isSecure(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (address.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("not the address of a web server");
    }
    return scheme.equals("https");
  }

  private InetAddress[] addresses(String host) throws OpenException {
    if (proxy.isPresent()) {
      return Route.resolve(proxy.get().host());
    }
    InetAddress[] found = Route.resolve(host);
    InetAddress[] permitted = Arrays.stream(found).filter(allowed).toArray(InetAddress[]::new);
    if (permitted.length == 0) {
      throw new OpenException(
          OpenException.Step.NAME,
          host + " stands for no address that may be connected to",
          new UnknownHostException(host));
    }
    return permitted;
  }

  private static void send(Request request, OutputStream out) throws IOException {
    URI address = request.address();
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    StringBuilder head = new StringBuilder(request.method()).append(' ').append(path);
    if (address.getRawQuery() != null) {
      head.append('?').append(address.getRawQuery());
    }
    String authority =
        address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    head.append(" HTTP/1.1\r\nHost: ").append(authority);
    head.append("\r\nConnection: close\r\nAccept-Encoding: identity\r\n");
    request.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    request.body().ifPresent(body -> head.append("Content-Length: " + body.length() + "\r\n"));
    head.append("\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (request.body().isPresent()) {
      copy(request.body().get(), out);
    }
    out.flush();
  }

  private static void copy(Body body, OutputStream out) throws IOException {
    byte[] part = new byte[PART];
    long left = body.length();
    while (left > 0) {
      int read = body.source().readNBytes(part, 0, (int) Math.min(part.length, left));
      if (read == 0) {
        throw new IOException("what is sent is shorter than it was");
      }
      out.write(part, 0, read);
      left -= read;
    }
  }

  private static Answer answer(Request request, InputStream in) throws IOException {
    HttpHead head = HttpHead.read(in);
    while (head.status() >= 100 && head.status() < 200) {
      head = HttpHead.read(in);
    }
    String encoding = head.header("content-encoding");
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      throw new IOException("the answer comes in a form that was not asked for");
    }
    boolean empty = head.status() == 204 || head.status() == 304 || request.method().equals("HEAD");
    return new Answer(
        head.status(),
        head.headers(),
        empty ? InputStream.nullInputStream() : WebBody.of(head, in));
  }
}
