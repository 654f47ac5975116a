package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The messages of this device that the server has not acknowledged.
 *
 * @param messages queued or prepared, at most {@link #LIMIT} of the former
 * @param prepared the stanzas of the latter
 * @param complete whether there are no more
 */
public record UnsentMessages(
    List<StoredMessage> messages, List<PreparedStanza> prepared, boolean complete) {
  /** Nothing. */
  public static final UnsentMessages NONE = new UnsentMessages(List.of(), List.of(), true);

  /** A page: as many as one commit takes in good time. */
  static final int LIMIT = 2_000;

  public UnsentMessages {
    messages = List.copyOf(messages);
    prepared = List.copyOf(prepared);
  }

  /** Reads it. */
  public static UnsentMessages read(StateReader state) {
    List<Optional<StoredMessage>> queued =
        state.queued(LIMIT).stream().map(message -> state.message(message.id())).toList();
    List<PreparedStanza> prepared = state.prepared();
    List<StoredMessage> messages =
        Stream.concat(
                queued.stream(), prepared.stream().map(stanza -> state.message(stanza.messageId())))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return new UnsentMessages(messages, prepared, queued.size() < LIMIT);
  }

  /** Lets all of it fail; the stanzas are forgotten. */
  public Outcome failed(MessageFailure why, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    for (PreparedStanza stanza : prepared) {
      outcome.change(new Change.RemovePrepared(stanza.messageId()));
    }
    for (StoredMessage message : messages) {
      outcome.add(MessageProgress.to(message, MessageStatus.FAILED, Optional.of(why), turn));
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
