package dev.kubezap.pod.http;

import dev.kubezap.pod.server.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers with a stored file, whole or in the part that was asked for. */
final class FileReply {

  private FileReply() {}

  /**
   * Writes the answer; the bytes are in memory only in parts.
   *
   * @return the status that was answered with
   * @throws ProblemException 416 when only bytes are asked for that are not there
   */
  static int write(StoredFile file, Request request, Exchange exchange) throws IOException {
    String version = '"' + file.version() + '"';
    ByteRange range =
        ByteRange.of(request.header("range"), request.header("if-range"), version, file.size());
    Map<String, String> headers = ReplyHeaders.secure(file.contentType());
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", version);
    file.fileName()
        .ifPresent(
            name ->
                headers.put(
                    "Content-Disposition", "attachment; filename*=UTF-8''" + encoded(name)));
    return switch (range) {
      case ByteRange.Whole whole -> {
        send(exchange, 200, headers, file, 0, file.size());
        yield 200;
      }
      case ByteRange.Part part -> {
        headers.put(
            "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
        send(exchange, 206, headers, file, part.first(), part.length());
        yield 206;
      }
      case ByteRange.Unsatisfiable none ->
          throw new ProblemException(
              Problem.of(
                      416,
                      "range-not-satisfiable",
                      "There are no such bytes",
                      "Ask for bytes below " + file.size() + ".")
                  .withHeader("Content-Range", "bytes */" + file.size()));
    };
  }

  private static void send(
      Exchange exchange,
      int status,
      Map<String, String> headers,
      StoredFile file,
      long first,
      long length)
      throws IOException {
    try (InputStream source = file.source().open()) {
      source.skipNBytes(first);
      exchange.respond(status, headers, source, length);
    }
  }

  /** By RFC 5987: percent-encoded UTF-8. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
