package dev.kubezap.pod.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses a media type by an {@code Accept} header. */
final class MediaRange {

  private record Offer(String type, double quality) {}

  private MediaRange() {}

  /**
   * The best of what is offered; the first for a caller who takes anything or does not say.
   *
   * @param offered full media types, best first
   * @return empty when the caller takes none of them
   */
  static Optional<String> choose(Optional<String> accept, List<String> offered) {
    String header = accept.orElse("*/*").toLowerCase(Locale.ROOT);
    return offered.stream()
        .map(type -> new Offer(type, quality(header, type)))
        .filter(offer -> offer.quality() > 0)
        .max(
            Comparator.comparingDouble(Offer::quality)
                .thenComparingInt(o -> -offered.indexOf(o.type())))
        .map(Offer::type);
  }

  /** The quality of the most specific range that covers a type, 0 when none does. */
  private static double quality(String header, String type) {
    String family = type.substring(0, type.indexOf('/')) + "/*";
    double quality = 0;
    int specificity = 0;
    for (String range : header.split(",", -1)) {
      String[] parts = range.strip().split("\\s*;\\s*", -1);
      int fits =
          parts[0].equals(type) ? 3 : parts[0].equals(family) ? 2 : parts[0].equals("*/*") ? 1 : 0;
      if (fits > specificity) {
        specificity = fits;
        quality = weight(parts);
      }
    }
    return quality;
  }

  private static double weight(String[] parts) {
    for (String part : parts) {
      if (part.startsWith("q=")) {
        try {
          return Double.parseDouble(part.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
