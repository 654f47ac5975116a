package dev.kubezap.whatsapp.model;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was done to one message after it was sent. The message itself stays as it came.
 *
 * @param reactions at most one of each person
 * @param revisions what its sender made of it, oldest first; the last is what it says now
 * @param deletion its deletion for everyone
 * @param votes at most one of each person, of a poll
 * @param pin who pinned it at the top of its chat last, or took it down
 * @param starred whether this account marked it to find it again
 * @param labels ids of the labels that this account put on it; one of them may be deleted meanwhile
 */
public record MessageAdditions(
    List<Reaction> reactions,
    List<Revision> revisions,
    Optional<Deletion> deletion,
    List<Vote> votes,
    Optional<Pin> pin,
    boolean starred,
    Set<String> labels) {

  /** Nothing was done to it. */
  public static final MessageAdditions NONE =
      new MessageAdditions(
          List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(), false, Set.of());

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
   * A deletion, for everyone or for this account alone.
   *
   * @param by who deleted it, without device: its sender or an administrator of the group
   * @param forMe whether this account alone does not see it any more
   */
  public record Deletion(Jid by, Instant at, boolean forMe) {
    /** For everyone. */
    public Deletion(Jid by, Instant at) {
      this(by, at, false);
    }
  }

  /**
   * A person's vote.
   *
   * @param voter without device
   * @param options by their names; none when it was taken back, which an older vote does not undo
   * @param at the sender's time
   */
  public record Vote(Jid voter, List<String> options, Instant at) {
    public Vote {
      options = List.copyOf(options);
    }

    /** Hides the choice. */
    @Override
    public String toString() {
      return "Vote[" + at + "]";
    }
  }

  /**
   * Pinned at the top of its chat for everyone, or taken down.
   *
   * @param by without device
   * @param until when it leaves the top by itself; empty when it was taken down
   * @param at the sender's time, which orders pins
   */
  public record Pin(Jid by, Optional<Instant> until, Instant at) {}

  /** Never pinned. */
  public MessageAdditions(
      List<Reaction> reactions,
      List<Revision> revisions,
      Optional<Deletion> deletion,
      List<Vote> votes) {
    this(reactions, revisions, deletion, votes, Optional.empty(), false, Set.of());
  }

  public MessageAdditions {
    votes = List.copyOf(votes);
    reactions = List.copyOf(reactions);
    revisions = List.copyOf(revisions);
    labels = Set.copyOf(labels);
  }

  /** With these reactions. */
  public MessageAdditions withReactions(List<Reaction> all) {
    return new MessageAdditions(all, revisions, deletion, votes, pin, starred, labels);
  }

  /** With these revisions, oldest first. */
  public MessageAdditions withRevisions(List<Revision> all) {
    return new MessageAdditions(reactions, all, deletion, votes, pin, starred, labels);
  }

  /** Deleted for everyone. */
  public MessageAdditions deleted(Deletion by) {
    return new MessageAdditions(reactions, revisions, Optional.of(by), votes, pin, starred, labels);
  }

  /** With these votes. */
  public MessageAdditions withVotes(List<Vote> all) {
    return new MessageAdditions(reactions, revisions, deletion, all, pin, starred, labels);
  }

  /** Pinned, or taken down. */
  public MessageAdditions with(Pin last) {
    return new MessageAdditions(
        reactions, revisions, deletion, votes, Optional.of(last), starred, labels);
  }

  /** Starred, or not any more. */
  public MessageAdditions withStarred(boolean next) {
    return new MessageAdditions(reactions, revisions, deletion, votes, pin, next, labels);
  }

  /** With these labels, and no others. */
  public MessageAdditions withLabels(Set<String> next) {
    return new MessageAdditions(reactions, revisions, deletion, votes, pin, starred, next);
  }
}
