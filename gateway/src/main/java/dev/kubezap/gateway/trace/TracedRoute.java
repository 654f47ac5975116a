package dev.kubezap.gateway.trace;

import dev.kubezap.gateway.front.Target;
import java.util.List;
import java.util.Optional;

/** What a path is called in a trace: nothing that a caller has put into it. Pure. */
final class TracedRoute {
  /** Stands for everything that goes on for hours. */
  static final String STREAM = "stream";

  private static final String SESSIONS = "/api/v1/sessions";
  private static final String SESSION = SESSIONS + "/{namespace}/{name}";

  private TracedRoute() {}

  /** Empty where nothing is. */
  static Optional<String> of(String path, Target target) {
    return switch (target) {
      case Target.Nowhere() -> Optional.empty();
      case Target.Fleet() -> Optional.of(path.startsWith(Target.BASE + "events") ? STREAM : path);
      case Target.Pod(var _, String below) ->
          Optional.of(isStream(below) ? STREAM : SESSION + "/*");
      case Target.ByKey() -> Optional.of(isStream(path) ? STREAM : Target.BASE + "*");
      case Target.Own() -> own(List.of(path.substring(Target.BASE.length()).split("/", 4)));
    };
  }

  private static Optional<String> own(List<String> parts) {
    if (parts.getFirst().equals(Target.CALLER)) {
      return Optional.of(Target.BASE + Target.CALLER);
    }
    return switch (parts.size()) {
      case 1 -> Optional.of(SESSIONS);
      case 3 -> Optional.of(SESSION);
      // Of these there are only some.
      case 4 -> Optional.of(SESSION + "/" + parts.getLast());
      default -> Optional.empty();
    };
  }

  private static boolean isStream(String path) {
    return path.equals(Target.BASE + "events") || path.equals(Target.BASE + "events/ws");
  }
}
