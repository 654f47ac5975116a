package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who of a group has a message of ours, and since when.
 *
 * @param members by their accounts, as the group addressed them when the message was sent
 */
public record MessageReceipts(Map<Jid, Times> members) {

  /** Nobody has it. */
  public static final MessageReceipts NONE = new MessageReceipts(Map.of());

  /**
   * What one member's devices said, the first of each kind.
   *
   * @param delivered when one of them got it
   * @param read when it was read
   * @param played when it was played
   */
  public record Times(
      Optional<Instant> delivered, Optional<Instant> read, Optional<Instant> played) {

    /** Nothing. */
    public static final Times NONE =
        new Times(Optional.empty(), Optional.empty(), Optional.empty());

    private Times with(MessageStatus status, Instant at) {
      Optional<Instant> now = Optional.of(at);
      return switch (status) {
        case DELIVERED -> new Times(delivered.or(() -> now), read, played);
        case READ -> new Times(delivered, read.or(() -> now), played);
        case PLAYED -> new Times(delivered, read, played.or(() -> now));
        default -> this;
      };
    }

    private boolean has(MessageStatus status) {
      return switch (status) {
        case PLAYED -> played.isPresent();
        case READ -> read.isPresent() || played.isPresent();
        default -> delivered.isPresent() || read.isPresent() || played.isPresent();
      };
    }
  }

  public MessageReceipts {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /**
   * With what a device of a member said.
   *
   * @param status delivered, read or played
   */
  public MessageReceipts with(Jid member, MessageStatus status, Instant at) {
    Map<Jid, Times> next = new LinkedHashMap<>(members);
    next.put(member, next.getOrDefault(member, Times.NONE).with(status, at));
    return new MessageReceipts(next);
  }

  /** How far the message is with all of these accounts: what it is with the last of them. */
  public MessageStatus of(Collection<Jid> accounts) {
    for (MessageStatus status :
        new MessageStatus[] {MessageStatus.PLAYED, MessageStatus.READ, MessageStatus.DELIVERED}) {
      if (!accounts.isEmpty()
          && accounts.stream()
              .allMatch(account -> members.getOrDefault(account, Times.NONE).has(status))) {
        return status;
      }
    }
    return MessageStatus.SENT;
  }
}
