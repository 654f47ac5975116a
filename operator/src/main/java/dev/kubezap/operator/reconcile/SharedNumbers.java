package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.event.EventRecorder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which sessions say that they are linked to the same phone number. WhatsApp permits it, and each
 * of them stores and delivers every message, so that it is hardly ever meant. Thread-safe.
 *
 * <p>What a session says of another is never more than that it is there: whoever has a pod's token
 * can report any number. So nothing but a condition follows, names of other namespaces are not
 * told, and one more session under a number wakes one other at most, however many there are.
 */
final class SharedNumbers {

  private static final Comparator<ResourceID> BY_NAME =
      Comparator.comparing((ResourceID id) -> id.getNamespace().orElse(""))
          .thenComparing(ResourceID::getName);

  private final EventRecorder events;
  private final SimpleInboundEventSource<WhatsAppSession> calls =
      new SimpleInboundEventSource<>("shared-number");
  private final Map<String, Set<ResourceID>> byNumber = new HashMap<>();
  private final Map<ResourceID, String> numbers = new HashMap<>();

  /** Whose condition this operator is writing; told when it is there. */
  private final Set<ResourceID> unsaid = new HashSet<>();

  /** Knows of no session. */
  SharedNumbers(EventRecorder events) {
    this.events = events;
  }

  /** Where sessions are called that have become one of several, or the only one again. */
  EventSource<?, WhatsAppSession> calls() {
    return calls;
  }

  /**
   * Notes the session's number, and says who else has it. An Event follows when the status says so
   * already, by this operator's own writing: one that ended before is not repeated by the next.
   *
   * @return a sentence for people; empty when nobody has
   */
  Optional<String> look(WhatsAppSession session) {
    ResourceID id = ResourceID.fromResource(session);
    Optional<ResourceID> other;
    boolean news;
    synchronized (this) {
      note(id, number(session));
      other = other(id);
      if (other.isEmpty()) {
        unsaid.remove(id);
        news = false;
      } else if (says(session)) {
        news = unsaid.remove(id);
      } else {
        unsaid.add(id);
        news = false;
      }
    }
    Optional<String> text = other.map(found -> text(id, found));
    if (news) {
      text.ifPresent(sentence -> events.warning(session, "NumberShared", sentence));
    }
    return text;
  }

  /** The session is gone. */
  synchronized void forget(WhatsAppSession session) {
    ResourceID id = ResourceID.fromResource(session);
    note(id, Optional.empty());
    unsaid.remove(id);
  }

  /** Whether another look is due when the status is written. */
  synchronized boolean awaitsStatus(WhatsAppSession session) {
    return unsaid.contains(ResourceID.fromResource(session));
  }

  private void note(ResourceID id, Optional<String> number) {
    String before = number.isPresent() ? numbers.put(id, number.get()) : numbers.remove(id);
    if (number.isPresent() && number.get().equals(before)) {
      return;
    }
    if (before != null) {
      Set<ResourceID> left = Objects.requireNonNull(byNumber.get(before));
      left.remove(id);
      if (left.isEmpty()) {
        byNumber.remove(before);
      }
      callTheOnly(left);
    }
    number.ifPresent(
        now -> {
          Set<ResourceID> sharing = byNumber.computeIfAbsent(now, none -> new TreeSet<>(BY_NAME));
          callTheOnly(sharing);
          sharing.add(id);
        });
  }

  private void callTheOnly(Set<ResourceID> sessions) {
    if (sessions.size() == 1) {
      calls.propagateEvent(sessions.iterator().next());
    }
  }

  /** One of the same namespace when there is one. */
  private Optional<ResourceID> other(ResourceID id) {
    String number = numbers.get(id);
    if (number == null) {
      return Optional.empty();
    }
    Optional<ResourceID> any = Optional.empty();
    for (ResourceID candidate : byNumber.getOrDefault(number, Set.of())) {
      if (candidate.equals(id)) {
        continue;
      }
      if (candidate.getNamespace().equals(id.getNamespace())) {
        return Optional.of(candidate);
      }
      any = Optional.of(candidate);
    }
    return any;
  }

  private static String text(ResourceID id, ResourceID other) {
    String who =
        other.getNamespace().equals(id.getNamespace())
            ? "session " + other.getName()
            : "a session of another namespace";
    return who
        + " is linked to the same phone number, and both store and deliver every message: delete"
        + " one of them, unless this is meant";
  }

  private static boolean says(WhatsAppSession session) {
    return Optional.ofNullable(session.getStatus()).stream()
        .flatMap(status -> status.conditions().stream())
        .anyMatch(condition -> condition.type().equals("NumberShared"));
  }

  private static Optional<String> number(WhatsAppSession session) {
    return Optional.of(session)
        .filter(present -> present.getMetadata().getDeletionTimestamp() == null)
        .map(WhatsAppSession::getStatus)
        .map(WhatsAppSessionStatus::session)
        .map(SessionReport::phoneNumber);
  }
}
