package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.MessageFailure;
import java.util.List;
import java.util.Optional;

/** What happened to a group. */
public sealed interface GroupEvent extends SessionEvent {

  /**
   * A group was made, or this account came into one.
   *
   * @param by who did it, when that is told
   */
  record Created(Group group, Optional<Jid> by) implements GroupEvent {
    @Override
    public Optional<Jid> subject() {
      return Optional.of(group.id());
    }
  }

  /**
   * A group is called otherwise, or other things are allowed in it.
   *
   * @param change what was changed, such as {@code subject}
   * @param value what it is now
   * @param group as it is now, as far as it is known
   */
  record Updated(
      Jid id, String change, Optional<String> value, Optional<Jid> by, Optional<Group> group)
      implements GroupEvent {
    @Override
    public Optional<Jid> subject() {
      return Optional.of(id);
    }

    @Override
    public String toString() {
      return "Updated[" + id + " " + change + "]";
    }
  }

  /**
   * Who is in a group, or what they may do, is changed.
   *
   * @param action {@code added}, {@code removed}, {@code promoted} or {@code demoted}
   * @param by who did it; who is removed by himself has left
   * @param reason such as {@code invite}
   */
  record ParticipantsChanged(
      Jid id,
      String action,
      List<GroupParticipant> participants,
      Optional<Jid> by,
      Optional<String> reason)
      implements GroupEvent {
    public ParticipantsChanged {
      participants = List.copyOf(participants);
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(id);
    }
  }

  /**
   * What this account was to do to a group was accepted, and is not done.
   *
   * @param changeId under which it was accepted
   * @param id the group; empty when there is none yet
   * @param change such as {@code subject}
   */
  record ChangeFailed(String changeId, Optional<Jid> id, String change, MessageFailure failure)
      implements GroupEvent {
    @Override
    public Optional<Jid> subject() {
      return id;
    }
  }

  /**
   * Somebody asks to be let into a group, or does not any more.
   *
   * @param action {@code created} or {@code revoked}
   * @param method how they asked, such as {@code invite_link}
   */
  record JoinRequested(
      Jid id,
      String action,
      List<GroupParticipant> participants,
      Optional<Jid> by,
      Optional<String> method)
      implements GroupEvent {
    public JoinRequested {
      participants = List.copyOf(participants);
    }

    @Override
    public Optional<Jid> subject() {
      return Optional.of(id);
    }
  }
}
