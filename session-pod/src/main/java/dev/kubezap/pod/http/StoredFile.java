package dev.kubezap.pod.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Something stored that is answered with, whole or in part.
 *
 * @param contentType such as {@code image/jpeg}
 * @param version changes with the bytes; printable ASCII without quotes, such as a digest in hex
 * @param size in bytes
 * @param fileName what a browser calls it when it saves it
 * @param source opens the bytes from the first on; may wait
 */
public record StoredFile(
    String contentType, String version, long size, Optional<String> fileName, Source source) {

  /** Opens the bytes. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /** Leaves out what it is called. */
  @Override
  public String toString() {
    return "StoredFile[" + contentType + ", " + size + " bytes]";
  }
}
