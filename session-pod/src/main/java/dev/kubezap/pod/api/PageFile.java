package dev.kubezap.pod.api;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A file of the pages for people. They are open to everybody and hold nothing: whoever looks at one
 * gives it a key. They run their own scripts alone, and are shown in no other page.
 */
final class PageFile {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private PageFile() {}

  /**
   * The file.
   *
   * @param resource its place in this program
   */
  static Reply reply(String resource, String type) {
    try (InputStream stream = PageFile.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not part of this build");
      }
      return Reply.of(type, ByteString.readFrom(stream))
          .withHeader("Content-Security-Policy", POLICY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
