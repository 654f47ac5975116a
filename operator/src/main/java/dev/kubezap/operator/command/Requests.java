package dev.kubezap.operator.command;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the requests that were not carried out yet. Pure. */
public final class Requests {

  private Requests() {}

  /** What is still to be done, in order. */
  public static List<Request> open(WhatsAppSession session) {
    Map<String, String> done = done(session);
    var open = new ArrayList<Request>();
    for (Command command : Command.values()) {
      asked(session, command)
          .filter(value -> !value.equals(done.get(command.word())))
          .ifPresent(value -> open.add(new Request(command, value)));
    }
    return open;
  }

  /**
   * What was done, by the value of its annotation. A resource that comes into being with such
   * annotations has asked for nothing: it may be a copy.
   */
  public static Map<String, String> done(WhatsAppSession session) {
    WhatsAppSessionStatus status = session.getStatus();
    if (status != null && status.phase() != null) {
      return new TreeMap<>(status.commands());
    }
    var initial = new TreeMap<String, String>();
    for (Command command : Command.values()) {
      asked(session, command).ifPresent(value -> initial.put(command.word(), value));
    }
    return initial;
  }

  private static Optional<String> asked(WhatsAppSession session, Command command) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(session.getMetadata().getAnnotations(), Map.of());
    return Optional.ofNullable(annotations.get(command.annotation()));
  }
}
