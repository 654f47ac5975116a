package dev.kubezap.gateway.front;

import dev.kubezap.gateway.name.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a request goes, told by its path alone. */
public sealed interface Target {

  /** The gateway answers by itself. */
  record Own() implements Target {}

  /** As {@link Own}, unless a session's own key chooses that session's pod. */
  record Fleet() implements Target {}

  /**
   * A session's pod.
   *
   * @param session which
   * @param path the pod's path
   */
  record Pod(SessionId session, String path) implements Target {}

  /** The pod of the session whose key the request has; the path stays as it is. */
  record ByKey() implements Target {}

  /** Nothing is there. */
  record Nowhere() implements Target {}

  /** Below this the API of pods and of the gateway is. */
  String BASE = "/api/v1/";

  /** What the gateway does itself with a session. */
  Set<String> ACTIONS = Set.of("start", "stop", "restart", "reconnect", "logout", "repair", "keys");

  /** What concerns all sessions, unless a session's key is presented. */
  Set<String> FLEET = Set.of("stats", "capacity", "events", "events/ws");

  /** Who calls, whichever key says so. */
  String CALLER = "caller";

  /** A segment of one or two dots, however they are written. */
  Pattern DOTS = Pattern.compile("/([.]|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);

  /**
   * Where a request goes.
   *
   * @param path as the request has it, not decoded, without its query, below {@link #BASE}
   */
  static Target of(String path) {
    // Dots would lead elsewhere at whoever resolves them, and whoever does not would see another
    // path.
    if (!path.startsWith(BASE) || DOTS.matcher(path).find()) {
      return new Nowhere();
    }
    String rest = path.substring(BASE.length());
    if (FLEET.contains(rest)) {
      return new Fleet();
    }
    if (rest.equals(CALLER)) {
      return new Own();
    }
    List<String> parts = List.of(rest.split("/", 4));
    if (!parts.getFirst().equals("sessions")) {
      return new ByKey();
    }
    if (parts.size() < 3) {
      return new Own();
    }
    Optional<SessionId> session = SessionId.of(parts.get(1), parts.get(2));
    if (session.isEmpty()) {
      return new Nowhere();
    }
    if (parts.size() == 3 || ACTIONS.contains(parts.get(3))) {
      return new Own();
    }
    // The session's QR has a short name here, since every session begins with it.
    String below = parts.get(3).equals("qr") ? "session/qr" : parts.get(3);
    return new Pod(session.get(), BASE + below);
  }
}
