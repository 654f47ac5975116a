package dev.kubezap.pod.api;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses a media type by an {@code Accept} header. */
final class MediaRange {

  private record Offer(String type, double quality) {}

  private record Range(String type, double quality) {}

  private MediaRange() {}

  /**
   * The best of what is offered; the first for a caller who takes anything or does not say.
   *
   * @param offered full media types, best first
   * @return empty when the caller takes none of them
   */
  static Optional<String> choose(Optional<String> accept, List<String> offered) {
    List<Range> ranges =
        Arrays.stream(accept.orElse("*/*").toLowerCase(Locale.ROOT).split(",", -1))
            .map(MediaRange::range)
            .toList();
    return offered.stream()
        .map(type -> new Offer(type, quality(ranges, type)))
        .filter(offer -> offer.quality() > 0)
        .max(
            Comparator.comparingDouble(Offer::quality)
                .thenComparingInt(o -> -offered.indexOf(o.type())))
        .map(Offer::type);
  }

  /**
   * Split by the character alone: an expression with spaces takes quadratic time for many spaces.
   */
  private static Range range(String text) {
    String[] parts = text.split(";", -1);
    return new Range(parts[0].strip(), weight(parts));
  }

  /** The quality of the most specific range that covers a type, 0 when none does. */
  private static double quality(List<Range> ranges, String type) {
    String family = type.substring(0, type.indexOf('/')) + "/*";
    double quality = 0;
    int specificity = 0;
    for (Range range : ranges) {
      String covered = range.type();
      int fits =
          covered.equals(type) ? 3 : covered.equals(family) ? 2 : covered.equals("*/*") ? 1 : 0;
      if (fits > specificity) {
        specificity = fits;
        quality = range.quality();
      }
    }
    return quality;
  }

  private static double weight(String[] parts) {
    for (String part : parts) {
      String parameter = part.strip();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
