package dev.kubezap.gateway.token;

import java.io.IOException;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;

/**
 * Who makes tokens.
 *
 * @param name what the tokens call it
 * @param keys by which they are signed
 */
record Issuer(String name, List<JsonWebKey> keys) {

  Issuer {
    keys = List.copyOf(keys);
  }

  /** Where an issuer tells about itself. */
  @FunctionalInterface
  interface Source {
    /** Asks; may take seconds. */
    Issuer read() throws IOException, InterruptedException;
  }
}
