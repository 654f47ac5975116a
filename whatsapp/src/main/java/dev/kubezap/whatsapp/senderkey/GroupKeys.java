package dev.kubezap.whatsapp.senderkey;

import dev.kubezap.whatsapp.signal.OwnSenderKey;
import dev.kubezap.whatsapp.signal.SignalAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Our own sender key of a group, and who can read what is written under it.
 *
 * @param key of the next message
 * @param handed the devices that it was ever encrypted for: when one of them is in the group no
 *     more, another key is made
 * @param holders those of them that surely have it: the server took the stanza that brought it
 * @param carrier the message whose stanza brings it to further devices and is not acknowledged
 * @param carriedTo those devices
 * @param rebuilt the last message that was prepared anew, since the group was addressed otherwise
 *     by then
 */
public record GroupKeys(
    OwnSenderKey key,
    Set<SignalAddress> handed,
    Set<SignalAddress> holders,
    Optional<String> carrier,
    Set<SignalAddress> carriedTo,
    Optional<String> rebuilt) {
  public GroupKeys {
    handed = Set.copyOf(handed);
    holders = Set.copyOf(holders);
    carriedTo = Set.copyOf(carriedTo);
  }

  /** A key that nobody has. */
  public static GroupKeys of(OwnSenderKey key) {
    return new GroupKeys(key, Set.of(), Set.of(), Optional.empty(), Set.of(), Optional.empty());
  }

  /** Whether everybody who was ever handed it is among these devices. */
  public boolean isOnlyWith(Collection<SignalAddress> present) {
    return Set.copyOf(present).containsAll(handed);
  }

  /** A message was written, whose stanza brings the key to these devices. */
  public GroupKeys written(OwnSenderKey next, String messageId, Set<SignalAddress> to) {
    return new GroupKeys(
        next,
        union(handed, to),
        holders,
        to.isEmpty() ? Optional.empty() : Optional.of(messageId),
        to,
        rebuilt);
  }

  /**
   * The carrier was acknowledged.
   *
   * @param taken whether the server took it; otherwise its devices are handed the key again
   */
  public GroupKeys settled(boolean taken) {
    return new GroupKeys(
        key,
        handed,
        taken ? union(holders, carriedTo) : holders,
        Optional.empty(),
        Set.of(),
        rebuilt);
  }

  /** A device was sent the key beside all others; it counts as holding it. */
  public GroupKeys handedTo(SignalAddress device) {
    return new GroupKeys(
        key,
        union(handed, Set.of(device)),
        union(holders, Set.of(device)),
        carrier,
        carriedTo,
        rebuilt);
  }

  /** This message is prepared anew. */
  public GroupKeys rebuilding(String messageId) {
    return new GroupKeys(key, handed, holders, carrier, carriedTo, Optional.of(messageId));
  }

  private static Set<SignalAddress> union(Set<SignalAddress> some, Set<SignalAddress> more) {
    Set<SignalAddress> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "GroupKeys[held by " + holders.size() + " devices]";
  }
}
