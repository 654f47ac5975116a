package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.util.Optional;

/**
 * Somebody in a group.
 *
 * @param jid as the group addresses its participants, without device: a LID or a phone number
 * @param other the other one of the two, when it is known
 * @param displayName what is shown instead of a hidden number
 */
public record GroupParticipant(
    Jid jid, Optional<Jid> other, Role role, Optional<String> displayName) {

  /** What a participant may do. */
  public enum Role {
    /** Writes. */
    MEMBER,
    /** Changes the group and its participants. */
    ADMIN,
    /** The creator. */
    SUPERADMIN;

    /** Whether it changes the group. */
    public boolean isAdmin() {
      return this != MEMBER;
    }
  }

  /** The phone number's address, when it is known. */
  public Optional<Jid> phone() {
    return jid.isPhoneNumber() ? Optional.of(jid) : other.filter(Jid::isPhoneNumber);
  }

  /** The LID, when it is known. */
  public Optional<Jid> lid() {
    return jid.isLid() ? Optional.of(jid) : other.filter(Jid::isLid);
  }

  /** How callers know this account: by phone number when it is known, else by LID. */
  public Jid id() {
    return phone().orElse(jid);
  }

  /** Whether an address of either form is this account's. */
  public boolean is(Jid address) {
    Jid account = address.account();
    return account.equals(jid) || other.filter(account::equals).isPresent();
  }

  /** Whether the two are the same account. */
  public boolean isSame(GroupParticipant another) {
    return is(another.jid) || another.other.filter(this::is).isPresent();
  }

  /** The same account with other rights. */
  public GroupParticipant as(Role next) {
    return new GroupParticipant(jid, other, next, displayName);
  }
}
