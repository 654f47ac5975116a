package dev.kubezap.operator.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a database URL may say. It is a tenant's, is opened by the operator and handed to the pod: a
 * parameter may name a class to load, a file to send or another login, and each host takes its
 * time.
 */
public final class DatabaseUrl {

  /** How many hosts a URL may name. */
  static final int MOST_HOSTS = 8;

  private static final String BEGIN = "jdbc:postgresql://";

  /** Names as the driver writes them. */
  private static final Set<String> ALLOWED =
      Set.of(
          "ApplicationName",
          "channelBinding",
          "connectTimeout",
          "gssEncMode",
          "hostRecheckSeconds",
          "loadBalanceHosts",
          "loginTimeout",
          "preparedStatementCacheQueries",
          "preparedStatementCacheSizeMiB",
          "prepareThreshold",
          "socketTimeout",
          "ssl",
          "sslmode",
          "sslnegotiation",
          "sslrootcert",
          "targetServerType",
          "tcpKeepAlive");

  private DatabaseUrl() {}

  /**
   * What to do about a URL; empty when it can be used.
   *
   * @return the end of a sentence that begins with where the URL is from
   */
  public static Optional<String> problem(String url) {
    int question = url.indexOf('?');
    String place = question < 0 ? url : url.substring(0, question);
    String hosts = place.startsWith(BEGIN) ? place.substring(BEGIN.length()) : "/";
    int slash = hosts.indexOf('/');
    if (slash <= 0 || hosts.contains("@") || slash == hosts.length() - 1) {
      return Optional.of("must be jdbc:postgresql://host:port/database, without a password");
    }
    if (hosts.substring(0, slash).split(",", -1).length > MOST_HOSTS) {
      return Optional.of("must name at most " + MOST_HOSTS + " hosts");
    }
    return question < 0 ? Optional.empty() : parameters(url.substring(question + 1));
  }

  private static Optional<String> parameters(String query) {
    List<String> refused =
        Arrays.stream(query.split("&", -1))
            .map(parameter -> parameter.split("=", 2)[0])
            .filter(name -> !name.isEmpty() && !ALLOWED.contains(name))
            .distinct()
            .toList();
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    if (refused.stream().anyMatch(Set.of("user", "password")::contains)) {
      return Optional.of(
          "must not have a user or a password in it: give them beside it, as every session gets"
              + " a login of its own");
    }
    return Optional.of(
        "must not have the parameter "
            + String.join(", ", refused)
            + ": allowed are "
            + String.join(", ", ALLOWED.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList()));
  }
}
