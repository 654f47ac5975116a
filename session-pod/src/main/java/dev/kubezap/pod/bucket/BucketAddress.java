package dev.kubezap.pod.bucket;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Where a bucket is.
 *
 * @param endpoint scheme, host and port of the server
 * @param region as its signatures name it
 * @param name of the bucket
 * @param pathStyle whether the bucket's name is the path's first segment; else it is the host's
 *     first label
 */
public record BucketAddress(URI endpoint, String region, String name, boolean pathStyle) {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** Of an object, or of the bucket itself when the key is empty. */
  URI of(String key, SortedMap<String, String> query) {
    String host = authority();
    String path = encoded(key, true);
    String place = pathStyle ? host + "/" + name + "/" + path : name + "." + host + "/" + path;
    String search = query.isEmpty() ? "" : "?" + query(query);
    return URI.create(endpoint.getScheme().toLowerCase(Locale.ROOT) + "://" + place + search);
  }

  /** With the port where it is not the scheme's own, as the client names the host. */
  private String authority() {
    boolean usual =
        endpoint.getPort() < 0
            || endpoint.getPort() == (endpoint.getScheme().equalsIgnoreCase("https") ? 443 : 80);
    return usual ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort();
  }

  private static String query(SortedMap<String, String> query) {
    return query.entrySet().stream()
        .map(entry -> encoded(entry.getKey(), false) + "=" + encoded(entry.getValue(), false))
        .collect(Collectors.joining("&"));
  }

  /** Percent-encoded as signatures are computed, whether a library would do so or not. */
  private static String encoded(String text, boolean slashes) {
    StringBuilder encoded = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (value & 0xFF);
      if (UNRESERVED.indexOf(letter) >= 0 || (slashes && letter == '/')) {
        encoded.append(letter);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", value & 0xFF));
      }
    }
    return encoded.toString();
  }
}
