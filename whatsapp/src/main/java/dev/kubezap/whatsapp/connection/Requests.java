package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The requests that wait for an answer. Each entered one leaves by exactly one of the four answers.
 */
final class Requests {

  private final Map<String, Waiting> byId = new HashMap<>();

  private record Waiting(long key, Instant deadline) {}

  /** Enters a request, before its bytes go out. */
  void enter(String id, long key, Instant deadline) {
    if (byId.putIfAbsent(id, new Waiting(key, deadline)) != null) {
      throw new IllegalArgumentException("A request with id " + id + " is waiting already");
    }
  }

  /** Takes an iq; true when it was an answer, or came too late for one. */
  boolean take(Node iq, Consumer<Output> out) {
    if (!iq.is("iq") || !(iq.has("type", "result") || iq.has("type", "error"))) {
      return false;
    }
    Waiting waiting = byId.remove(iq.attribute("id").orElse(""));
    if (waiting != null) {
      out.accept(new Output.Reply(waiting.key(), answer(iq)));
    }
    return true;
  }

  /** Ends the requests whose time is up. */
  void expire(Instant now, Consumer<Output> out) {
    for (Iterator<Waiting> all = byId.values().iterator(); all.hasNext(); ) {
      Waiting waiting = all.next();
      if (!waiting.deadline().isAfter(now)) {
        all.remove();
        out.accept(new Output.Reply(waiting.key(), new Answer.TimedOut()));
      }
    }
  }

  /** Ends all requests, in the order in which they were made. */
  void disconnect(Consumer<Output> out) {
    List<Waiting> all = new ArrayList<>(byId.values());
    byId.clear();
    all.stream()
        .mapToLong(Waiting::key)
        .sorted()
        .forEach(key -> out.accept(new Output.Reply(key, new Answer.Disconnected())));
  }

  Optional<Instant> deadline() {
    if (byId.isEmpty()) {
      return Optional.empty();
    }
    return byId.values().stream().map(Waiting::deadline).min(Instant::compareTo);
  }

  private static Answer answer(Node iq) {
    if (iq.has("type", "result")) {
      return new Answer.Answered(iq);
    }
    Node error = iq.child("error").orElseGet(() -> Node.of("error"));
    return new Answer.Refused(
        (int) error.number("code").orElse(0),
        error.attribute("text").orElse(""),
        error.number("backoff").stream()
            .filter(seconds -> seconds >= 0)
            .mapToObj(Duration::ofSeconds)
            .findFirst(),
        iq);
  }
}
