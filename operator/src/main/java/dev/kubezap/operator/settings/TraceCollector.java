package dev.kubezap.operator.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where session pods send traces, by OTLP over HTTP.
 *
 * @param endpoint such as {@code http://collector.observability.svc:4318}
 * @param ratio of the traces that no caller has decided upon, from 0 to 1
 */
public record TraceCollector(String endpoint, String ratio) {
  private static final String ENDPOINT = "KUBEZAP_TRACES_ENDPOINT";
  private static final String RATIO = "KUBEZAP_TRACES_RATIO";

  /**
   * Reads the variables.
   *
   * @param problems gets a sentence for each thing that is wrong
   */
  static Optional<TraceCollector> read(
      Function<String, Optional<String>> lookup, List<String> problems) {
    Optional<String> endpoint = lookup.apply(ENDPOINT);
    String ratio = lookup.apply(RATIO).orElse("1");
    if (!isRatio(ratio)) {
      problems.add(RATIO + " must be a number from 0 to 1, such as 0.1.");
    }
    if (endpoint.isPresent() && !isUrl(endpoint.get())) {
      problems.add(
          ENDPOINT
              + " must be an http or https URL without a login, such as"
              + " http://collector.observability.svc:4318.");
      return Optional.empty();
    }
    return endpoint.map(url -> new TraceCollector(url, ratio));
  }

  private static boolean isRatio(String text) {
    try {
      double number = Double.parseDouble(text);
      return number >= 0 && number <= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null
          && uri.getScheme().matches("https?")
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** OpenTelemetry's own variables, for a pod. What a caller decided about its trace counts. */
  public Map<String, String> variables() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        endpoint,
        "OTEL_TRACES_SAMPLER",
        "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG",
        ratio);
  }
}
