package dev.kubezap.operator.command;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a session's requests, as its status has it: a request is written down as begun
 * before the pod is asked, so that whoever reads that and did not ask himself never asks again.
 * Pure.
 *
 * @param entries by command's word the value of the annotation that was carried out; with {@code
 *     .begun} after the word, the one that a pod is being asked for
 */
public record Ledger(Map<String, String> entries) {

  private static final String BEGUN = ".begun";

  /** Copies what it is given. */
  public Ledger {
    entries = Map.copyOf(entries);
  }

  /**
   * As a resource says. One that comes into being with such annotations has asked for nothing: it
   * may be a copy.
   */
  public static Ledger of(WhatsAppSession session) {
    WhatsAppSessionStatus status = session.getStatus();
    if (status != null && status.phase() != null) {
      return new Ledger(status.commands());
    }
    var initial = new TreeMap<String, String>();
    for (Command command : Command.values()) {
      asked(session, command).ifPresent(value -> initial.put(command.word(), value));
    }
    return new Ledger(initial);
  }

  /** Whether there is anything to remember of a session. */
  public static boolean concerns(WhatsAppSession session) {
    return !of(session).entries().isEmpty()
        || List.of(Command.values()).stream()
            .anyMatch(command -> asked(session, command).isPresent());
  }

  /** What is still to be done, in order. */
  public List<Request> open(WhatsAppSession session) {
    var open = new ArrayList<Request>();
    for (Command command : Command.values()) {
      asked(session, command)
          .filter(value -> !value.equals(entries.get(command.word())))
          .ifPresent(value -> open.add(new Request(command, value)));
    }
    return open;
  }

  /** What was begun and of which nobody knows whether the pod did it. */
  public List<Request> interrupted() {
    var interrupted = new ArrayList<Request>();
    for (Command command : Command.values()) {
      Optional.ofNullable(entries.get(command.word() + BEGUN))
          .ifPresent(value -> interrupted.add(new Request(command, value)));
    }
    return interrupted;
  }

  /** The pod is about to be asked. */
  public Ledger begun(Request request) {
    var next = new TreeMap<>(entries);
    next.put(request.command().word() + BEGUN, request.value());
    return new Ledger(next);
  }

  /** The request is not to be carried out again. */
  public Ledger done(Request request) {
    var next = new TreeMap<>(withdrawn(request).entries());
    next.put(request.command().word(), request.value());
    return new Ledger(next);
  }

  /** The pod did not do it: it may be asked again. */
  public Ledger withdrawn(Request request) {
    var next = new TreeMap<>(entries);
    next.remove(request.command().word() + BEGUN);
    return new Ledger(next);
  }

  private static Optional<String> asked(WhatsAppSession session, Command command) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(session.getMetadata().getAnnotations(), Map.of());
    return Optional.ofNullable(annotations.get(command.annotation()));
  }
}
