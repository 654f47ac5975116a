package dev.kubezap.playground.product;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the gateway is.
 *
 * @param url its base URL
 * @param key the file with a fleet key that may do everything
 */
public record GatewayAddress(URI url, Path key) {

  /** The key. */
  public String readKey() throws IOException {
    return Files.readString(key).strip();
  }
}
