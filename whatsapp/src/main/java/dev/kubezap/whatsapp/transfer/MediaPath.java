package dev.kubezap.whatsapp.transfer;

import dev.kubezap.whatsapp.content.MediaReference;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a file is on the hosts. */
final class MediaPath {
  private static final Pattern PATH = Pattern.compile("/[!-~]{1,2047}");

  private MediaPath() {}

  /**
   * The path that a message tells, or else that of its URL: a sender does not choose the host.
   *
   * @return empty when it tells none
   */
  static Optional<String> of(MediaReference reference) {
    return reference
        .directPath()
        .or(() -> reference.url().flatMap(MediaPath::ofUrl))
        .filter(path -> PATH.matcher(path).matches())
        .filter(path -> !path.startsWith("//"));
  }

  private static Optional<String> ofUrl(String url) {
    try {
      URI address = URI.create(url);
      String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
      return Optional.ofNullable(address.getRawPath()).map(path -> path + query);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
