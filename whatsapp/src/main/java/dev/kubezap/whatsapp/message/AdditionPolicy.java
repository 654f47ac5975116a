package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.DeletionContent;
import dev.kubezap.whatsapp.content.EditContent;
import dev.kubezap.whatsapp.content.PinContent;
import dev.kubezap.whatsapp.content.ReactionContent;
import dev.kubezap.whatsapp.content.VoteContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageAdditions.Deletion;
import dev.kubezap.whatsapp.model.MessageAdditions.Pin;
import dev.kubezap.whatsapp.model.MessageAdditions.Reaction;
import dev.kubezap.whatsapp.model.MessageAdditions.Revision;
import dev.kubezap.whatsapp.model.MessageAdditions.Vote;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides what an addition makes of the message that it names. */
final class AdditionPolicy {
  /** More people than a group has neither react to one message nor vote in it. */
  private static final int MAXIMUM_REACTIONS = 2_048;

  /** Of more states than this the oldest are forgotten; the first is the message itself. */
  private static final int MAXIMUM_REVISIONS = 50;

  /** All of them are one record: a hostile sender must not make it grow without bound. */
  private static final int MAXIMUM_REVISION_BYTES = 1 << 20;

  /** Longer than any emoji with its modifiers, in UTF-16 units. */
  private static final int LONGEST_EMOJI = 64;

  /** What phones offer at most, and what they take when nothing is told. */
  private static final Duration LONGEST_PIN = Duration.ofDays(30);

  private static final Duration USUAL_PIN = Duration.ofDays(7);

  private static final Comparator<Revision> BY_TIME = Comparator.comparing(Revision::at);

  private AdditionPolicy() {}

  /** Whether this version handles its kind. */
  static boolean knows(Addition addition) {
    return addition instanceof ReactionContent
        || addition instanceof EditContent
        || addition instanceof DeletionContent
        || addition instanceof VoteContent
        || addition instanceof PinContent;
  }

  /**
   * Whether it can be read. A vote may be encrypted under a name of its voter that is learned
   * later.
   */
  static boolean isReadable(AdditionToMessage change) {
    return !(change.addition() instanceof VoteContent vote) || options(change, vote).isPresent();
  }

  /**
   * The changed additions and the event.
   *
   * @param cameAt when the addition came, for those that tell no time
   */
  static Outcome apply(AdditionToMessage change, Instant cameAt, Turn turn) {
    return switch (change.addition()) {
      case ReactionContent reaction -> reaction(change, reaction, cameAt, turn);
      case EditContent edit -> edit(change, edit, cameAt, turn);
      case DeletionContent _ -> deletion(change, cameAt, turn);
      case VoteContent vote -> vote(change, vote, cameAt, turn);
      case PinContent pin -> pin(change, pin, cameAt, turn);
      default -> throw new IllegalStateException("an addition that this version does not know");
    };
  }

  private static Outcome reaction(
      AdditionToMessage change, ReactionContent content, Instant cameAt, Turn turn) {
    if (content.emoji().filter(emoji -> emoji.length() > LONGEST_EMOJI).isPresent()) {
      return refused("no-emoji");
    }
    Reaction reaction = new Reaction(change.by(), content.emoji(), time(content.at(), cameAt));
    List<Reaction> all = new ArrayList<>(change.before().reactions());
    for (Reaction before : all) {
      if (change.byNames().contains(before.sender()) && before.at().isAfter(reaction.at())) {
        return refused("older-reaction");
      }
    }
    all.removeIf(before -> change.byNames().contains(before.sender()));
    if (all.size() >= MAXIMUM_REACTIONS) {
      return refused("too-many-reactions");
    }
    all.add(reaction);
    return changed(
        change,
        change.before().withReactions(all),
        new MessageEvent.Reacted(change.target(), reaction),
        turn);
  }

  /** Only the sender changes what a message says. */
  private static Outcome edit(
      AdditionToMessage change, EditContent content, Instant cameAt, Turn turn) {
    StoredMessage target = change.target();
    if (!change.byAuthor()) {
      return refused("edit-by-another");
    }
    if (change.before().deletion().isPresent()) {
      return refused("edit-of-deleted");
    }
    Revision revision = new Revision(content.message().toByteString(), time(content.at(), cameAt));
    List<Revision> all = new ArrayList<>(change.before().revisions());
    if (all.contains(revision)) {
      return refused("repeated-edit");
    }
    all.add(revision);
    all.sort(BY_TIME);
    while (all.size() > MAXIMUM_REVISIONS
        || (all.size() > 1 && bytes(all) > MAXIMUM_REVISION_BYTES)) {
      all.removeFirst();
    }
    MessageAdditions additions = change.before().withRevisions(all);
    return changed(change, additions, new MessageEvent.Edited(target, additions), turn);
  }

  /**
   * The sender deletes its message for everyone, and so does an administrator of the group; nobody
   * else.
   */
  private static Outcome deletion(AdditionToMessage change, Instant cameAt, Turn turn) {
    if (!change.byAuthor() && !change.administers()) {
      return refused("deletion-by-another");
    }
    if (change.before().deletion().isPresent()) {
      return refused("repeated-deletion");
    }
    Deletion deletion = new Deletion(change.by(), cameAt);
    return changed(
        change,
        change.before().deleted(deletion),
        new MessageEvent.Deleted(change.target(), deletion),
        turn);
  }

  private static Outcome vote(
      AdditionToMessage change, VoteContent content, Instant cameAt, Turn turn) {
    Optional<List<String>> options = options(change, content);
    if (options.isEmpty()) {
      return refused("vote-unreadable");
    }
    StoredMessage poll = change.target();
    Vote vote = new Vote(change.by(), options.get(), time(content.at(), cameAt));
    List<Vote> all = new ArrayList<>(change.before().votes());
    for (Vote before : all) {
      if (change.byNames().contains(before.voter()) && before.at().isAfter(vote.at())) {
        return refused("older-vote");
      }
    }
    all.removeIf(before -> change.byNames().contains(before.voter()));
    if (all.size() >= MAXIMUM_REACTIONS) {
      return refused("too-many-votes");
    }
    all.add(vote);
    return changed(
        change, change.before().withVotes(all), new MessageEvent.Voted(poll, vote), turn);
  }

  /** Everybody in a chat may pin; the last one counts. */
  private static Outcome pin(
      AdditionToMessage change, PinContent content, Instant cameAt, Turn turn) {
    Instant at = time(content.at(), cameAt);
    if (change.before().pin().filter(before -> !before.at().isBefore(at)).isPresent()) {
      return refused("older-pin");
    }
    Duration lasts =
        content.lasts().isPositive() && content.lasts().compareTo(LONGEST_PIN) <= 0
            ? content.lasts()
            : USUAL_PIN;
    Pin pin =
        new Pin(change.by(), content.pinned() ? Optional.of(at.plus(lasts)) : Optional.empty(), at);
    return changed(
        change, change.before().with(pin), new MessageEvent.Pinned(change.target(), pin), turn);
  }

  /** What was chosen; empty when the vote cannot be read. */
  private static Optional<List<String>> options(AdditionToMessage change, VoteContent content) {
    return VoteCipher.decrypt(change.target(), content, change.authorNames(), change.byNames());
  }

  private static long bytes(List<Revision> revisions) {
    return revisions.stream().mapToLong(revision -> revision.encoded().size()).sum();
  }

  private static Instant time(Instant told, Instant cameAt) {
    return told.equals(Instant.EPOCH) ? cameAt : told;
  }

  private static Outcome changed(
      AdditionToMessage change, MessageAdditions additions, SessionEvent event, Turn turn) {
    return Outcome.builder()
        .change(new Change.Put<>(new AdditionsKey(change.target().id()), additions))
        .change(new Change.Append(turn.newId(), turn.now(), event))
        .effect(new Effect.Count("addition", change.addition().type()))
        .build();
  }

  private static Outcome refused(String label) {
    return Outcome.builder().effect(new Effect.Count("addition", label)).build();
  }
}
