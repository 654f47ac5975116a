package dev.kubezap.whatsapp.model;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was done to one message after it was sent. The message itself stays as it came.
 *
 * @param reactions at most one of each person
 * @param revisions what its sender made of it, oldest first; the last is what it says now
 * @param deletion its deletion for everyone
 */
public record MessageAdditions(
    List<Reaction> reactions, List<Revision> revisions, Optional<Deletion> deletion) {

  /** Nothing was done to it. */
  public static final MessageAdditions NONE =
      new MessageAdditions(List.of(), List.of(), Optional.empty());

  /**
   * A person's reaction.
   *
   * @param sender without device
   * @param emoji empty when it was taken back, which an older reaction does not undo
   * @param at the sender's time
   */
  public record Reaction(Jid sender, Optional<String> emoji, Instant at) {
    /** Hides the reaction. */
    @Override
    public String toString() {
      return "Reaction[" + at + "]";
    }
  }

  /**
   * A state of the message.
   *
   * @param encoded the whole {@code Message} protobuf from then on
   * @param at the sender's time
   */
  public record Revision(ByteString encoded, Instant at) {
    /** Hides the text. */
    @Override
    public String toString() {
      return "Revision[" + at + "]";
    }
  }

  /**
   * A deletion for everyone.
   *
   * @param by who deleted it, without device: its sender or an administrator of the group
   */
  public record Deletion(Jid by, Instant at) {}

  public MessageAdditions {
    reactions = List.copyOf(reactions);
    revisions = List.copyOf(revisions);
  }

  /** With these reactions. */
  public MessageAdditions withReactions(List<Reaction> all) {
    return new MessageAdditions(all, revisions, deletion);
  }

  /** With these revisions, oldest first. */
  public MessageAdditions withRevisions(List<Revision> all) {
    return new MessageAdditions(reactions, all, deletion);
  }

  /** Deleted for everyone. */
  public MessageAdditions deleted(Deletion by) {
    return new MessageAdditions(reactions, revisions, Optional.of(by));
  }
}
