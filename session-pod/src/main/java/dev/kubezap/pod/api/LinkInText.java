package dev.kubezap.pod.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link that stands in a text.
 *
 * @param text as it is written
 * @param address {@code http} or {@code https} with a host
 */
record LinkInText(String text, URI address) {
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]{1,2040}");
  private static final String ENDS_A_SENTENCE = ".,;:!?'*_~)]}";

  /** The first one whose address is valid. */
  static Optional<LinkInText> first(String text) {
    Matcher matcher = LINK.matcher(text);
    while (matcher.find()) {
      Optional<LinkInText> link = of(withoutEnd(matcher.group()));
      if (link.isPresent()) {
        return link;
      }
    }
    return Optional.empty();
  }

  /** A bracket that the link itself opens belongs to it. */
  private static String withoutEnd(String link) {
    int end = link.length();
    while (ENDS_A_SENTENCE.indexOf(link.charAt(end - 1)) >= 0
        && !(link.charAt(end - 1) == ')' && link.indexOf('(') >= 0)) {
      end--;
    }
    return link.substring(0, end);
  }

  private static Optional<LinkInText> of(String link) {
    try {
      URI address = new URI(link);
      return address.getHost() == null
          ? Optional.empty()
          : Optional.of(new LinkInText(link, address));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
