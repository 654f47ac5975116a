package dev.kubezap.gateway.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One file of the console.
 *
 * @param mediaType what browsers are told that it is
 * @param bytes its content
 * @param tag tells one version of it from another, quoted as ETag wants it
 */
record ConsoleFile(String mediaType, Buffer bytes, String tag) {

  private static final String FOLDER = "/console/";

  /** Reads the file from the program's own resources. */
  static ConsoleFile read(String name) {
    try (InputStream content = ConsoleFile.class.getResourceAsStream(FOLDER + name)) {
      if (content == null) {
        throw new IllegalStateException("The program lacks its file console/" + name);
      }
      byte[] bytes = content.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ConsoleFile(
          mediaTypeOf(name),
          Buffer.buffer(bytes),
          '"' + HexFormat.of().formatHex(digest, 0, 16) + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String mediaTypeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalStateException("No media type is known of console/" + name);
    };
  }
}
