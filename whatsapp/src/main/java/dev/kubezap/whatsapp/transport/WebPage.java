package dev.kubezap.whatsapp.transport;

import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A page of the service, fetched over the same proxy and with the same trust as a connection.
 *
 * @param page {@code https://} or, without TLS, {@code http://}
 * @param caFile certificate authorities (PEM) that are trusted in addition to the system's
 * @param timeout for all of it
 */
public record WebPage(
    URI page, Optional<ProxySettings> proxy, Optional<Path> caFile, Duration timeout) {

  /** More of a page is not read. */
  private static final int MAXIMUM_BYTES = 4 << 20;

  /** Refuses an address that is none of a page. */
  public WebPage {
    if (page.getHost() == null
        || !("https".equals(page.getScheme()) || "http".equals(page.getScheme()))) {
      throw new IllegalArgumentException("Not the address of a page: '" + page + "'");
    }
  }

  /**
   * What the server answers.
   *
   * @param body its first 4 MiB
   */
  public record Answer(int status, String body) {}

  /**
   * Fetches it.
   *
   * @param headers to send beside those that HTTP needs
   */
  public Answer get(Map<String, String> headers) throws OpenException {
    boolean secure = "https".equals(page.getScheme());
    int port = page.getPort() > 0 ? page.getPort() : secure ? 443 : 80;
    String host = page.getHost().replaceAll("[\\[\\]]", "");
    return new Route(host, port, secure, proxy, caFile, timeout)
        .open(
            page + " cannot be read",
            (socket, stream, in) -> {
              try (socket) {
                return get(stream, in, headers);
              }
            });
  }

  private Answer get(Socket stream, InputStream in, Map<String, String> headers)
      throws IOException, OpenException {
    String path =
        page.getRawPath() == null || page.getRawPath().isEmpty() ? "/" : page.getRawPath();
    StringBuilder request = new StringBuilder("GET ").append(path);
    if (page.getRawQuery() != null) {
      request.append('?').append(page.getRawQuery());
    }
    request.append(" HTTP/1.1\r\nHost: ").append(page.getRawAuthority());
    request.append("\r\nConnection: close\r\nAccept-Encoding: identity\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    request.append("\r\n");
    stream.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    stream.getOutputStream().flush();
    HttpHead head = HttpHead.read(in);
    if (!head.header("content-encoding").isEmpty()
        && !head.header("content-encoding").equalsIgnoreCase("identity")) {
      throw new OpenException(Step.UPGRADE, page + " answers in a form that was not asked for");
    }
    return new Answer(head.status(), new String(body(head, in), StandardCharsets.UTF_8));
  }

  private static byte[] body(HttpHead head, InputStream in) throws IOException {
    if (head.header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return chunks(in);
    }
    int length = MAXIMUM_BYTES;
    if (!head.header("content-length").isEmpty()) {
      try {
        length = (int) Math.clamp(Long.parseLong(head.header("content-length")), 0, MAXIMUM_BYTES);
      } catch (NumberFormatException e) {
        throw new IOException("the answer's length is not a number", e);
      }
    }
    return in.readNBytes(length);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < MAXIMUM_BYTES) {
      int size = chunkSize(line(in));
      if (size == 0) {
        return body.toByteArray();
      }
      byte[] chunk = in.readNBytes(Math.min(size, MAXIMUM_BYTES - body.size()));
      body.writeBytes(chunk);
      if (chunk.length == size) {
        // The line end behind it.
        line(in);
      } else if (body.size() < MAXIMUM_BYTES) {
        throw new EOFException("the answer ends within a chunk");
      }
    }
    return body.toByteArray();
  }

  private static int chunkSize(String line) throws IOException {
    try {
      return Math.toIntExact(Long.parseUnsignedLong(line.split(";", 2)[0].trim(), 16));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IOException("the answer's chunks have no size", e);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > 1_000) {
        throw new EOFException("the answer ends within a line");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).trim();
  }
}
