package dev.kubezap.playground.product;

import java.net.URI;
import java.util.HashMap;
import java.util.Optional;

/**
 * Where a simulator listens, as it says itself in one line.
 *
 * @param whatsapp for sessions
 * @param control its control API
 * @param noiseRoot hex of the public key that its certificates are signed with
 */
public record SimulatorAddress(URI whatsapp, URI control, String noiseRoot) {

  private static final String MARK = "KUBEZAP_SIMULATOR ";

  /** Reads {@code KUBEZAP_SIMULATOR ws=<url> control=<url> noise-root=<hex>}. */
  public static Optional<SimulatorAddress> parse(String line) {
    var at = line.indexOf(MARK);
    if (at < 0) {
      return Optional.empty();
    }
    var values = new HashMap<String, String>();
    for (var word : line.substring(at + MARK.length()).strip().split(" ", -1)) {
      var equals = word.indexOf('=');
      if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    var whatsapp = values.get("ws");
    var control = values.get("control");
    var root = values.get("noise-root");
    return whatsapp == null || control == null || root == null
        ? Optional.empty()
        : Optional.of(new SimulatorAddress(URI.create(whatsapp), URI.create(control), root));
  }
}
