package dev.kubezap.pod.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads where files of messages are kept instead of on the volume. */
final class BucketReader {
  private static final String PREFIX = "KUBEZAP_MEDIA_BUCKET_";
  private static final String ENDPOINT = PREFIX + "ENDPOINT";
  private static final String NAME = PREFIX + "NAME";
  private static final String ACCESS_KEY = PREFIX + "ACCESS_KEY";
  private static final String SECRET_KEY = PREFIX + "SECRET_KEY";
  private static final String EXAMPLE = "https://s3.eu-central-1.amazonaws.com";
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern FOLDERS =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(/[A-Za-z0-9_-]{1,63}){0,7}/?");
  private static final Pattern FLAG = Pattern.compile("true|false");

  private final Variables variables;

  BucketReader(Variables variables) {
    this.variables = variables;
  }

  /** Empty when none is named; what is missing of one is told. */
  Optional<BucketSettings> read() {
    Optional<URI> endpoint =
        variables.address(ENDPOINT, Set.of("http", "https"), EXAMPLE).filter(this::isServer);
    Optional<String> name =
        variables.text(NAME, BUCKET, "the name of a bucket: 3 to 63 of a-z, 0-9, - and .");
    String region =
        variables
            .text(PREFIX + "REGION", REGION, "a region such as eu-central-1")
            .orElse("us-east-1");
    String prefix =
        variables
            .text(PREFIX + "PREFIX", FOLDERS, "names of a-z, A-Z, 0-9, - and _, divided by /")
            .map(text -> text.endsWith("/") ? text : text + "/")
            .orElse("");
    boolean pathStyle =
        variables
            .text(PREFIX + "PATH_STYLE", FLAG, "true or false")
            .map(Boolean::valueOf)
            .orElse(true);
    Optional<Secret> access = variables.secret(ACCESS_KEY);
    Optional<Secret> secret = variables.secret(SECRET_KEY);
    Optional<Path> authorities = variables.file(PREFIX + "CA_FILE");
    if (Stream.of(
            ENDPOINT, NAME, ACCESS_KEY, ACCESS_KEY + "_FILE", SECRET_KEY, SECRET_KEY + "_FILE")
        .allMatch(variable -> variables.text(variable).isEmpty())) {
      return Optional.empty();
    }
    require(ENDPOINT, variables.text(ENDPOINT).isPresent());
    require(NAME, variables.text(NAME).isPresent());
    require(ACCESS_KEY, isSet(ACCESS_KEY));
    require(SECRET_KEY, isSet(SECRET_KEY));
    if (endpoint.isEmpty() || name.isEmpty() || access.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BucketSettings(
            endpoint.get(),
            region,
            name.get(),
            prefix,
            pathStyle,
            access.get(),
            secret.get(),
            authorities));
  }

  private boolean isServer(URI endpoint) {
    String path = endpoint.getRawPath();
    boolean server =
        (path == null || path.isEmpty() || path.equals("/"))
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null
            && endpoint.getRawUserInfo() == null;
    if (!server) {
      variables.wrong(ENDPOINT, "must be scheme, host and port alone, such as " + EXAMPLE + ".");
    }
    return server;
  }

  private boolean isSet(String secret) {
    return variables.text(secret).isPresent() || variables.text(secret + "_FILE").isPresent();
  }

  private void require(String variable, boolean set) {
    if (!set) {
      variables.wrong(variable, "must be set too when files of messages are kept in a bucket.");
    }
  }
}
