package dev.kubezap.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers go on. Pure. */
final class PassedHeaders {

  /** Those that concern one connection alone (RFC 9110 section 7.6.1). */
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private PassedHeaders() {}

  /** Copies all that do not concern the connection they came by. */
  static void copy(MultiMap from, MultiMap to, Set<String> leftOut) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!OF_ONE_CONNECTION.contains(name) && !named.contains(name) && !leftOut.contains(name)) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** What the header Connection names concerns the connection, too. */
  private static Set<String> named(MultiMap headers) {
    var names = new HashSet<String>();
    headers
        .getAll("Connection")
        .forEach(
            value ->
                Arrays.stream(value.split(",", -1))
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .forEach(names::add));
    return names;
  }
}
