package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group that this account is in, as the service described it last.
 *
 * @param id its address
 * @param subject its name
 * @param descriptionId names this version of the description: who changes it must know it
 * @param owner who made it, as it addresses its participants
 * @param addressing which addresses its messages use
 * @param community the community that it belongs to
 * @param participants all of them, this account included
 */
public record Group(
    Jid id,
    String subject,
    Optional<String> description,
    Optional<String> descriptionId,
    Optional<Jid> owner,
    Optional<Instant> createdAt,
    Settings settings,
    Addressing addressing,
    Optional<Jid> community,
    List<GroupParticipant> participants) {

  public Group {
    participants = List.copyOf(participants);
  }

  /** Which addresses the messages of a group use. */
  public enum Addressing {
    /** LIDs. */
    LID,
    /** Phone numbers. */
    PHONE_NUMBER;

    /** The value of {@code addressing_mode}. */
    public String wire() {
      return this == LID ? "lid" : "pn";
    }
  }

  /**
   * What is allowed in a group.
   *
   * @param announce only admins write
   * @param locked only admins change subject, description and the rest
   * @param joinApproval admins decide who joins
   * @param adminsAdd only admins add participants
   * @param ephemeral after what time messages disappear; zero for never
   */
  public record Settings(
      boolean announce,
      boolean locked,
      boolean joinApproval,
      boolean adminsAdd,
      Duration ephemeral) {
    /** The same with another {@link #announce}. */
    public Settings withAnnounce(boolean on) {
      return new Settings(on, locked, joinApproval, adminsAdd, ephemeral);
    }

    /** The same with another {@link #locked}. */
    public Settings withLocked(boolean on) {
      return new Settings(announce, on, joinApproval, adminsAdd, ephemeral);
    }

    /** The same with another {@link #joinApproval}. */
    public Settings withJoinApproval(boolean on) {
      return new Settings(announce, locked, on, adminsAdd, ephemeral);
    }

    /** The same with another {@link #adminsAdd}. */
    public Settings withAdminsAdd(boolean on) {
      return new Settings(announce, locked, joinApproval, on, ephemeral);
    }

    /** The same with another {@link #ephemeral}. */
    public Settings withEphemeral(Duration after) {
      return new Settings(announce, locked, joinApproval, adminsAdd, after);
    }
  }

  /** The participant behind an address of either form. */
  public Optional<GroupParticipant> participant(Jid address) {
    return participants.stream().filter(one -> one.is(address)).findFirst();
  }

  /** The same with another subject. */
  public Group withSubject(String text) {
    return new Group(
        id,
        text,
        description,
        descriptionId,
        owner,
        createdAt,
        settings,
        addressing,
        community,
        participants);
  }

  /** The same with another description, or with none. */
  public Group withDescription(Optional<String> text, Optional<String> textId) {
    return new Group(
        id, subject, text, textId, owner, createdAt, settings, addressing, community, participants);
  }

  /** The same with other settings. */
  public Group with(Settings next) {
    return new Group(
        id,
        subject,
        description,
        descriptionId,
        owner,
        createdAt,
        next,
        addressing,
        community,
        participants);
  }

  /** The same with these participants, in place of those whom they are. */
  public Group with(List<GroupParticipant> changed) {
    List<GroupParticipant> next = new ArrayList<>(without(changed).participants);
    next.addAll(changed);
    return withAll(next);
  }

  /** The same with other rights of those who are in it. */
  public Group withRole(List<GroupParticipant> changed, GroupParticipant.Role role) {
    return withAll(
        participants.stream()
            .map(one -> changed.stream().anyMatch(one::isSame) ? one.as(role) : one)
            .toList());
  }

  /** The same without these participants. */
  public Group without(List<GroupParticipant> gone) {
    return withAll(
        participants.stream().filter(one -> gone.stream().noneMatch(one::isSame)).toList());
  }

  private Group withAll(List<GroupParticipant> all) {
    return new Group(
        id,
        subject,
        description,
        descriptionId,
        owner,
        createdAt,
        settings,
        addressing,
        community,
        all);
  }

  /** Leaves out what it says of itself and who is in it. */
  @Override
  public String toString() {
    return "Group[" + id + ", " + participants.size() + " participants]";
  }
}
