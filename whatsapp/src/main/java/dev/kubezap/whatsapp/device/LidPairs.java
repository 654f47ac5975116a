package dev.kubezap.whatsapp.device;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns which LID belongs to which phone number. The relation is one to one: a new pair removes
 * what contradicts it (PROTOCOL-2026 3).
 */
public final class LidPairs {

  private LidPairs() {}

  /**
   * What is known of a pair before it is learned.
   *
   * @param lidOfPhone the LID that the phone number has so far
   * @param phoneOfLid the phone number that the LID has so far
   */
  public record Known(Optional<Jid> lidOfPhone, Optional<Jid> phoneOfLid) {

    /** Whether the pair adds something. */
    public boolean differs(Jid phone, Jid lid) {
      return !lidOfPhone.equals(Optional.of(lid)) || !phoneOfLid.equals(Optional.of(phone));
    }
  }

  /**
   * The changes that store the pair; none when it is known. The chat under the LID becomes part of
   * the one under the number.
   */
  public static List<Change> learn(Jid phone, Jid lid, Known known) {
    Jid number = phone.account();
    Jid hidden = lid.account();
    if (!number.isPhoneNumber() || !hidden.isLid() || !known.differs(number, hidden)) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    known
        .lidOfPhone()
        .filter(old -> !old.equals(hidden))
        .ifPresent(old -> changes.add(new Change.Remove(new PhoneOfLid(old))));
    known
        .phoneOfLid()
        .filter(old -> !old.equals(number))
        .ifPresent(old -> changes.add(new Change.Remove(new LidOfPhone(old))));
    changes.add(new Change.Put<>(new LidOfPhone(number), hidden));
    changes.add(new Change.Put<>(new PhoneOfLid(hidden), number));
    changes.add(new Change.MergeChats(hidden, number));
    return changes;
  }
}
