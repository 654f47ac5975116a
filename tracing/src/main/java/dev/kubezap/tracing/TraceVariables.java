package dev.kubezap.tracing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads of OpenTelemetry's variables what decides whether anything is exported. */
public final class TraceVariables {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final Set<String> SAMPLERS =
      Set.of(
          "always_on",
          "always_off",
          "traceidratio",
          "parentbased_always_on",
          "parentbased_always_off",
          "parentbased_traceidratio");

  private TraceVariables() {}

  /**
   * Reads them.
   *
   * @param lookup the value of a variable, empty when it is not set
   */
  public static TraceSettings read(Function<String, Optional<String>> lookup) {
    Function<String, Optional<String>> variables =
        name -> lookup.apply(name).map(String::strip).filter(text -> !text.isEmpty());
    Optional<String> endpoint = variables.apply(ENDPOINT);
    boolean off =
        variables.apply("OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent()
            || variables.apply("OTEL_TRACES_EXPORTER").filter("none"::equals).isPresent();
    if (endpoint.isEmpty() || off) {
      return new TraceSettings(false, List.of());
    }
    List<String> problems = new ArrayList<>();
    check(
        variables,
        ENDPOINT,
        TraceVariables::isAddress,
        "must be the address of a collector, such as http://collector:4318.",
        problems);
    check(
        variables,
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf"::equals,
        "must be http/protobuf, which collectors take at port 4318: gRPC is not spoken.",
        problems);
    check(
        variables,
        "OTEL_TRACES_SAMPLER",
        SAMPLERS::contains,
        "must be one of " + String.join(", ", SAMPLERS.stream().sorted().toList()) + ".",
        problems);
    check(
        variables,
        "OTEL_TRACES_SAMPLER_ARG",
        TraceVariables::isRatio,
        "must be a ratio from 0 to 1, such as 0.1.",
        problems);
    return new TraceSettings(problems.isEmpty(), problems);
  }

  private static void check(
      Function<String, Optional<String>> variables,
      String name,
      Predicate<String> fits,
      String rule,
      List<String> problems) {
    Optional<String> value = variables.apply(name);
    if (value.isPresent() && !fits.test(value.get())) {
      problems.add(name + " " + rule);
    }
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
          && uri.getHost() != null
          && uri.getPort() != 0
          && uri.getPort() <= 65_535;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isRatio(String text) {
    return text.matches("[01]|0?[.][0-9]{1,9}|0[.]|1[.]0*");
  }
}
