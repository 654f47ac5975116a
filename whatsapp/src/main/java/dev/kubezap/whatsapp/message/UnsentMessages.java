package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this device sends and the server has not acknowledged.
 *
 * @param queued what waits, at most {@link #LIMIT}
 * @param messages what that and the stanzas carry
 * @param prepared the stanzas of what does not wait any more
 * @param complete whether there are no more
 */
public record UnsentMessages(
    List<QueuedMessage> queued,
    List<OutgoingContent> messages,
    List<PreparedStanza> prepared,
    boolean complete) {
  /** Nothing. */
  public static final UnsentMessages NONE =
      new UnsentMessages(List.of(), List.of(), List.of(), true);

  /** A page: as many as one commit takes in good time. */
  static final int LIMIT = 2_000;

  public UnsentMessages {
    queued = List.copyOf(queued);
    messages = List.copyOf(messages);
    prepared = List.copyOf(prepared);
  }

  /** Reads it. */
  public static UnsentMessages read(StateReader state) {
    List<QueuedMessage> queued = new ArrayList<>(state.queued(LIMIT));
    if (queued.size() < LIMIT) {
      queued.addAll(DelayedSends.read(state, LIMIT - queued.size()));
    }
    List<PreparedStanza> prepared = state.prepared();
    List<OutgoingContent> messages =
        Stream.concat(
                queued.stream().map(QueuedMessage::id),
                prepared.stream().map(PreparedStanza::messageId))
            .distinct()
            .flatMap(id -> state.outgoing(id).stream())
            .flatMap(outgoing -> OutgoingContent.read(outgoing, state).stream())
            .toList();
    return new UnsentMessages(queued, messages, prepared, queued.size() < LIMIT);
  }

  /** The same without what has these ids. */
  public UnsentMessages without(Set<String> ids) {
    return new UnsentMessages(
        queued.stream().filter(waiting -> !ids.contains(waiting.id())).toList(),
        messages.stream().filter(message -> !ids.contains(message.id())).toList(),
        prepared,
        complete);
  }

  /** Lets all of it fail; the stanzas are forgotten. */
  public Outcome failed(MessageFailure why, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    for (PreparedStanza stanza : prepared) {
      outcome.change(new Change.RemovePrepared(stanza.messageId()));
    }
    for (OutgoingContent message : messages) {
      outcome.add(SendProgress.to(message, MessageStatus.FAILED, Optional.of(why), turn));
    }
    // What changes a message that is not stored any more: the next page would find it again.
    Set<String> known = messages.stream().map(OutgoingContent::id).collect(Collectors.toSet());
    for (QueuedMessage waiting : queued) {
      if (!known.contains(waiting.id())) {
        outcome.change(new Change.LeaveQueue(waiting.id()));
      }
    }
    return outcome.build();
  }

  /**
   * Lets this page fail, and has the work come back for the next one once that is stored. For work
   * that forgets the device with the last page: what it leaves behind could not be found any more.
   */
  public Outcome page(MessageFailure why, Turn turn) {
    return Outcome.builder().add(failed(why, turn)).ask(new Ask(List.of())).build();
  }
}
