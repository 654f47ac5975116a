package dev.kubezap.operator.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host of a database's URL, of which there may be several.
 *
 * @param name name or address, that of IPv6 in brackets
 * @param port where PostgreSQL listens
 */
public record DatabaseHost(String name, int port) {

  private static final Pattern HOSTS = Pattern.compile("jdbc:postgresql://([^/?]+).*");
  private static final Pattern HOST = Pattern.compile("(\\[[^\\]]+\\]|[^:]+)(?::([0-9]{1,5}))?");
  private static final int POSTGRES = 5432;

  /** The hosts of a URL, in its order. */
  public static List<DatabaseHost> of(String url) {
    var hosts = new ArrayList<DatabaseHost>();
    Matcher place = HOSTS.matcher(url);
    if (!place.matches()) {
      return hosts;
    }
    for (String text : List.of(place.group(1).split(",", -1))) {
      Matcher host = HOST.matcher(text);
      if (host.matches()) {
        int port = host.group(2) == null ? POSTGRES : Integer.parseInt(host.group(2));
        hosts.add(new DatabaseHost(host.group(1), port));
      }
    }
    return hosts;
  }
}
