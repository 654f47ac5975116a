package dev.kubezap.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.fleet.Fleet;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items sessions by namespace and name
 * @param nextCursor where the next part begins; null after the last
 * @param total how many there are in all parts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionPage(List<SessionDocument> items, @Nullable String nextCursor, int total) {

  /** Copies what it is given. */
  public SessionPage {
    items = List.copyOf(items);
  }

  /**
   * A part of these sessions.
   *
   * @param after id behind which it begins
   * @param skip how many more are left out
   */
  public static SessionPage of(
      List<WhatsAppSession> sessions, Optional<String> after, int skip, int limit) {
    List<WhatsAppSession> rest =
        sessions.stream()
            .sorted(Comparator.comparing(SessionPage::id))
            .filter(one -> after.map(last -> id(one).compareTo(last) > 0).orElse(true))
            .skip(skip)
            .limit(limit + 1L)
            .toList();
    List<WhatsAppSession> shown = rest.subList(0, Math.min(limit, rest.size()));
    String next = rest.size() > limit ? cursor(id(shown.getLast())) : null;
    return new SessionPage(
        shown.stream().map(SessionDocument::listed).toList(), next, sessions.size());
  }

  private static String id(WhatsAppSession session) {
    return Fleet.idOf(session).toString();
  }

  static String cursor(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  /** The id in a cursor; empty when it is none of ours. */
  public static Optional<String> parse(String cursor) {
    try {
      String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      return Optional.of(id).filter(one -> one.matches("[-a-z0-9]{1,63}/[-a-z0-9]{1,48}"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
