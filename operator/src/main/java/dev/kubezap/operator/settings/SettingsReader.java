package dev.kubezap.operator.settings;

import dev.kubezap.crd.v1alpha1.AllowedServiceAccount;
import dev.kubezap.crd.v1alpha1.ApiScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the settings from variables, and tells everything that is wrong with them at once. */
public final class SettingsReader {

  private static final List<String> PASSED_ON =
      List.of("KUBEZAP_WHATSAPP_URL", "KUBEZAP_WHATSAPP_NOISE_ROOT", "KUBEZAP_WHATSAPP_VERSION");

  private static final String DATABASE_AUTHORITIES = "KUBEZAP_DATABASE_CA_FILE";

  private static final int WHOLE = 100;
  private static final long USER = 10001;
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

  private final Function<String, Optional<String>> lookup;
  private final Optional<String> ownNamespace;
  private final List<String> problems = new ArrayList<>();

  private SettingsReader(Function<String, Optional<String>> lookup, Optional<String> ownNamespace) {
    this.ownNamespace = ownNamespace;
    this.lookup = name -> lookup.apply(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** Reads all variables of an operator that does not run in a pod. */
  public static OperatorSettings read(Function<String, Optional<String>> lookup, String version) {
    return read(lookup, version, Optional.empty());
  }

  /**
   * Reads all variables.
   *
   * @param lookup the value of a variable, empty when it is not set
   * @param version the operator's own version, that of the default image
   * @param ownNamespace the namespace of the operator's pod, when it is one
   * @throws SettingsException with one sentence for each thing that is wrong
   */
  public static OperatorSettings read(
      Function<String, Optional<String>> lookup, String version, Optional<String> ownNamespace) {
    var reader = new SettingsReader(lookup, ownNamespace);
    var settings =
        new OperatorSettings(
            reader.database(),
            reader.flag("KUBEZAP_DATABASE_TRIAL", false),
            new PodDefaults(
                reader.text("KUBEZAP_SESSION_IMAGE").orElse("kubezap/session-pod:" + version),
                reader.passedOn(),
                reader.fileContent("KUBEZAP_WHATSAPP_CA_FILE"),
                reader.databaseAuthorities(),
                new NetworkSettingsReader(reader.lookup, reader.problems)
                    .read(ownNamespace, reader.flag("KUBEZAP_NETWORK_LIMIT_OUTGOING", true)),
                reader.user(),
                TraceCollector.read(reader.lookup, reader.problems),
                reader.gateway()),
            reader.namespaces(),
            reader.flag("KUBEZAP_CLASS_REQUIRED", false),
            reader.flag("KUBEZAP_SECRETS_LABELLED", false),
            reader.flag("KUBEZAP_TRUST_POD_ADDRESS_ANNOTATION", false),
            reader.seconds("KUBEZAP_LOG_OUT_PATIENCE_SECONDS", 60),
            reader.seconds("KUBEZAP_REVIEW_INTERVAL_SECONDS", 300),
            reader.breaker(),
            reader.rollout(),
            reader.flag("KUBEZAP_ROLLOUT_PAUSED", false),
            reader.count("KUBEZAP_START_BUDGET", 20),
            reader.count("KUBEZAP_REMOVALS_PER_MINUTE", 10),
            reader.seconds("KUBEZAP_MOUNT_DELAY_SECONDS", 120),
            reader.lease());
    if (!reader.problems.isEmpty()) {
      throw new SettingsException(reader.problems);
    }
    return settings;
  }

  private Optional<String> text(String variable) {
    return lookup.apply(variable);
  }

  private Optional<DatabaseSource> database() {
    Optional<String> url = text("KUBEZAP_DATABASE_URL");
    Optional<String> user = text("KUBEZAP_DATABASE_USER");
    Optional<String> password = secret("KUBEZAP_DATABASE_PASSWORD");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    DatabaseUrl.problem(url.get())
        .ifPresent(wrong -> problems.add("KUBEZAP_DATABASE_URL " + wrong + "."));
    if (user.isEmpty()) {
      problems.add("KUBEZAP_DATABASE_USER must be set beside KUBEZAP_DATABASE_URL.");
    }
    String verified =
        text(DATABASE_AUTHORITIES).map(file -> verified(url.get(), file)).orElse(url.get());
    return Optional.of(
        new DatabaseSource(
            new DatabaseLogin(verified, user.orElse(""), password.orElse("")),
            text("KUBEZAP_DATABASE_PASSWORD_FILE").map(Path::of)));
  }

  private Optional<DatabaseAuthorities> databaseAuthorities() {
    return text(DATABASE_AUTHORITIES)
        .flatMap(
            file ->
                content(DATABASE_AUTHORITIES, file).map(pem -> new DatabaseAuthorities(file, pem)));
  }

  private static String verified(String url, String file) {
    return url + (url.contains("?") ? "&" : "?") + "sslmode=verify-full&sslrootcert=" + file;
  }

  private Optional<String> secret(String variable) {
    Optional<String> file = fileContent(variable + "_FILE").map(String::strip);
    Optional<String> direct = text(variable);
    if (file.isPresent() && direct.isPresent()) {
      problems.add(variable + " and " + variable + "_FILE are both set: set one of them.");
    }
    return direct.or(() -> file);
  }

  private Optional<String> fileContent(String variable) {
    return text(variable).flatMap(path -> content(variable, path));
  }

  private Optional<String> content(String variable, String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)));
    } catch (IOException e) {
      problems.add(variable + " names " + path + ", which cannot be read.");
      return Optional.empty();
    }
  }

  private SortedMap<String, String> passedOn() {
    var variables = new TreeMap<String, String>();
    PASSED_ON.forEach(name -> text(name).ifPresent(value -> variables.put(name, value)));
    return variables;
  }

  private Optional<AllowedServiceAccount> gateway() {
    Optional<String> account = text("KUBEZAP_GATEWAY_SERVICE_ACCOUNT");
    if (account.isPresent() && !account.get().matches("[-a-z0-9]{1,63}/[-a-z0-9.]{1,253}")) {
      problems.add("KUBEZAP_GATEWAY_SERVICE_ACCOUNT must be a service account as namespace/name.");
      return Optional.empty();
    }
    return account
        .map(text -> text.split("/", 2))
        .map(names -> new AllowedServiceAccount(names[0], names[1], List.of(ApiScope.ADMIN), null));
  }

  private Set<String> namespaces() {
    Optional<String> list = text("KUBEZAP_WATCH_NAMESPACES");
    Set<String> names =
        list.stream()
            .flatMap(text -> Arrays.stream(text.split("[\\s,]+")))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    // No name at all would stand for every namespace.
    if (list.isPresent() && names.isEmpty()) {
      problems.add("KUBEZAP_WATCH_NAMESPACES must name namespaces, separated by commas.");
    }
    return names;
  }

  private Optional<BreakerLimits> breaker() {
    int refusals = count("KUBEZAP_BREAKER_REFUSALS", 5);
    int percent = count("KUBEZAP_BREAKER_PERCENT", 20);
    if (percent > WHOLE) {
      problems.add("KUBEZAP_BREAKER_PERCENT must be a number from 1 to 100.");
    }
    return flag("KUBEZAP_BREAKER", true)
        ? Optional.of(new BreakerLimits(refusals, percent))
        : Optional.empty();
  }

  private RolloutSettings rollout() {
    int budget = count("KUBEZAP_ROLLOUT_BUDGET", 10);
    boolean oneNamespace =
        text("KUBEZAP_WATCH_NAMESPACES").filter(list -> !list.matches(".*[\\s,].*")).isPresent();
    return new RolloutSettings(
        budget,
        count("KUBEZAP_ROLLOUT_NAMESPACE_BUDGET", RolloutSettings.usualShare(budget, oneNamespace)),
        count("KUBEZAP_ROLLOUT_FAILURES", RolloutSettings.usualFailures(budget)));
  }

  private Optional<LeaseSettings> lease() {
    // A Deployment starts a new operator before it ends the old one.
    boolean wanted = flag("KUBEZAP_LEADER_ELECTION", ownNamespace.isPresent());
    Duration duration = seconds("KUBEZAP_LEASE_SECONDS", 15);
    Optional<String> namespace = text("KUBEZAP_LEASE_NAMESPACE").or(() -> ownNamespace);
    Optional<String> holder = text("HOSTNAME");
    if (!wanted) {
      return Optional.empty();
    }
    if (namespace.isEmpty()) {
      problems.add(
          "KUBEZAP_LEASE_NAMESPACE must be set beside KUBEZAP_LEADER_ELECTION, best to the operator's own namespace.");
    }
    if (holder.isEmpty()) {
      problems.add(
          "HOSTNAME must be set beside KUBEZAP_LEADER_ELECTION: it tells the operators apart.");
    }
    if (duration.compareTo(SHORTEST_LEASE) < 0) {
      problems.add("KUBEZAP_LEASE_SECONDS must be at least " + SHORTEST_LEASE.toSeconds() + ".");
    }
    return Optional.of(new LeaseSettings(namespace.orElse(""), holder.orElse(""), duration));
  }

  /** OpenShift refuses a pod with another user than one of those that it assigns. */
  private Optional<Long> user() {
    String value = text("KUBEZAP_SESSION_USER").orElse(Long.toString(USER));
    if (!value.matches("0|[1-9][0-9]{0,8}")) {
      problems.add(
          "KUBEZAP_SESSION_USER must be the number of a user from 1 to 999999999, or 0 for the one that the cluster assigns.");
      return Optional.empty();
    }
    return value.equals("0") ? Optional.empty() : Optional.of(Long.parseLong(value));
  }

  private boolean flag(String variable, boolean otherwise) {
    String value = text(variable).orElse(Boolean.toString(otherwise));
    if (!value.equals("true") && !value.equals("false")) {
      problems.add(variable + " must be true or false.");
    }
    return value.equals("true");
  }

  private int count(String variable, int otherwise) {
    String value = text(variable).orElse(Integer.toString(otherwise));
    if (!value.matches("[1-9][0-9]{0,4}")) {
      problems.add(variable + " must be a number from 1 to 99999.");
      return otherwise;
    }
    return Integer.parseInt(value);
  }

  private Duration seconds(String variable, int otherwise) {
    String value = text(variable).orElse(Integer.toString(otherwise));
    if (!value.matches("[1-9][0-9]{0,4}")) {
      problems.add(variable + " must be a number of seconds from 1 to 99999.");
      return Duration.ofSeconds(otherwise);
    }
    return Duration.ofSeconds(Integer.parseInt(value));
  }
}
