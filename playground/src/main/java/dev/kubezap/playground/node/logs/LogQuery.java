package dev.kubezap.playground.node.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a log is wanted.
 *
 * @param follow whether to go on as the log grows
 * @param tailLines how many of its last lines at most, -1 for all
 */
record LogQuery(boolean follow, int tailLines) {

  /**
   * Reads a kubelet's query.
   *
   * @throws IllegalArgumentException with a sentence for the user when it asks for more than the
   *     node's logs know
   */
  static LogQuery parse(@Nullable String query) {
    var follow = false;
    var tail = -1;
    for (var pair : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      switch (name) {
        case "follow" -> follow = value.equals("true");
        case "tailLines" -> tail = Integer.parseInt(value);
        case "", "stream", "insecureSkipTLSVerifyBackend" -> {}
        default -> {
          if (!value.equals("false") && !value.isEmpty()) {
            throw new IllegalArgumentException(
                "the playground's logs know follow and tail, not " + name);
          }
        }
      }
    }
    return new LogQuery(follow, tail);
  }
}
