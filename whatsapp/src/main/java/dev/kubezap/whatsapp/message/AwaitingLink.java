package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was accepted while no phone was linked, and still waits. It is nobody's until then: no
 * device has used a key for it, so that it outlives the link of a new one, unlike what an earlier
 * device has left.
 */
public record AwaitingLink(List<Waiting> waiting) {
  /**
   * How many may wait. Less than a page of what is unsent, so that a page always has something of
   * an earlier device while anything of it is left.
   */
  static final int MOST = 1_000;

  /** Who sends it, as long as nobody is linked. */
  static final Jid NOBODY = Jid.SERVICE;

  /** One of them. */
  public record Waiting(StoredMessage message, OutgoingMessage outgoing) {}

  public AwaitingLink {
    waiting = List.copyOf(waiting);
  }

  /** Reads it. */
  public static AwaitingLink read(StateReader state) {
    List<String> ids = state.recordNames(AwaitingLinkKey.KIND, "", MOST);
    if (ids.isEmpty()) {
      return new AwaitingLink(List.of());
    }
    Map<String, StoredMessage> messages = state.messages(ids);
    List<Waiting> waiting = new ArrayList<>();
    for (String id : ids) {
      Optional.ofNullable(messages.get(id))
          .filter(message -> message.status() == MessageStatus.QUEUED)
          .flatMap(message -> state.outgoing(id).map(outgoing -> new Waiting(message, outgoing)))
          .ifPresent(waiting::add);
    }
    return new AwaitingLink(waiting);
  }

  /** Whether no more may wait. */
  static boolean isFull(StateReader state) {
    return state.recordNames(AwaitingLinkKey.KIND, "", MOST).size() == MOST;
  }

  /** One that does not wait any more makes room for another. */
  static Outcome ended(StoredMessage message, MessageStatus next, Turn turn) {
    boolean takenBack = next == MessageStatus.CANCELLED || next == MessageStatus.EXPIRED;
    return takenBack && turn.identity().isEmpty()
        ? Outcome.builder().change(new Change.Remove(new AwaitingLinkKey(message.id()))).build()
        : Outcome.nothing();
  }

  /** The messages' ids. */
  public Set<String> ids() {
    return waiting.stream().map(one -> one.message().id()).collect(Collectors.toSet());
  }

  /**
   * Makes it that account's. To be added behind the change that forgets the device before, which
   * takes with it what is needed to send.
   *
   * @param own the device that is linked
   */
  public Outcome linked(Jid own, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    for (Waiting one : waiting) {
      StoredMessage message = one.message().sentBy(own.account(), own.device());
      outcome.change(new Change.PutMessage(message)).change(new Change.PutOutgoing(one.outgoing()));
      if (!one.outgoing().plan().isEarly(turn.now())) {
        outcome.change(new Change.JoinQueue(new QueuedMessage(message.id(), message.chat())));
      }
      for (RecordKey<Boolean> time : SendTimeKey.of(one.outgoing())) {
        outcome.change(new Change.Put<>(time, true));
      }
    }
    return outcome.build();
  }
}
