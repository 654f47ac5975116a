package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody whom this account knows: who wrote to it, or was named or blocked by it.
 *
 * @param id the phone number's jid when it is known, else the LID
 * @param lid the LID, when it is known
 * @param name the name that this account gave, when it did
 * @param pushName the name that the contact gave itself
 * @param businessName the name that WhatsApp has certified to a business; empty when none was told
 * @param about what the contact says of itself, as it was seen last
 * @param pictureId names the contact's picture, as it was told last; empty when it has none or none
 *     was told
 * @param blocked whether this account has blocked the contact, as far as it is known
 * @param updatedAt when any of this changed last
 */
public record Contact(
    Jid id,
    Optional<Jid> lid,
    Optional<String> name,
    Optional<String> pushName,
    Optional<String> businessName,
    Optional<String> about,
    Optional<String> pictureId,
    boolean blocked,
    Instant updatedAt) {

  /** Somebody of whom no more is known than how to reach him. */
  public static Contact of(Jid id, Optional<Jid> lid, Instant at) {
    return new Contact(
        id,
        lid.filter(hidden -> !hidden.equals(id)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        at);
  }

  /** With another name given by this account. */
  public Contact withName(Optional<String> next) {
    return new Contact(id, lid, next, pushName, businessName, about, pictureId, blocked, updatedAt);
  }

  /** With the name that the contact gives itself. */
  public Contact withPushName(String next) {
    return new Contact(
        id, lid, name, Optional.of(next), businessName, about, pictureId, blocked, updatedAt);
  }

  /** A business of that name. */
  public Contact withBusinessName(String next) {
    return new Contact(
        id, lid, name, pushName, Optional.of(next), about, pictureId, blocked, updatedAt);
  }

  /** With what the contact says of itself. */
  public Contact withAbout(Optional<String> next) {
    return new Contact(id, lid, name, pushName, businessName, next, pictureId, blocked, updatedAt);
  }

  /** With another picture, or without one. */
  public Contact withPicture(Optional<String> next) {
    return new Contact(id, lid, name, pushName, businessName, about, next, blocked, updatedAt);
  }

  /** Blocked, or not any more. */
  public Contact withBlocked(boolean next) {
    return new Contact(id, lid, name, pushName, businessName, about, pictureId, next, updatedAt);
  }

  /** Changed at that time. */
  public Contact at(Instant time) {
    return new Contact(id, lid, name, pushName, businessName, about, pictureId, blocked, time);
  }

  /** Under these names, whatever it was called before. */
  public Contact named(Jid nextId, Optional<Jid> nextLid) {
    return new Contact(
        nextId, nextLid, name, pushName, businessName, about, pictureId, blocked, updatedAt);
  }

  /** With what another record of the same person knows and this one does not. */
  public Contact or(Contact other) {
    return new Contact(
        id,
        lid.or(other::lid),
        name.or(other::name),
        pushName.or(other::pushName),
        businessName.or(other::businessName),
        about.or(other::about),
        pictureId.or(other::pictureId),
        blocked || other.blocked,
        updatedAt.isAfter(other.updatedAt) ? updatedAt : other.updatedAt);
  }
}
