package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of everybody whom some messages of a history name, read at once. */
final class HistoryNames {
  private final AccountNames self;
  private final Map<RecordKey<?>, Object> known;

  private HistoryNames(AccountNames self, Map<RecordKey<?>, Object> known) {
    this.self = self;
    this.known = known;
  }

  static HistoryNames read(List<HistoryItem.Message> messages, StateReader state, Turn turn) {
    Set<RecordKey<?>> keys = new HashSet<>();
    for (HistoryItem.Message message : messages) {
      chat(message).ifPresent(jid -> add(jid, keys));
      author(message).ifPresent(jid -> add(jid, keys));
      message
          .info()
          .getReactionsList()
          .forEach(
              one ->
                  HistoryChat.account(one.getKey().getParticipant())
                      .ifPresent(jid -> add(jid, keys)));
    }
    return new HistoryNames(
        AccountNames.of(turn.identity().orElseThrow()),
        keys.isEmpty() ? Map.of() : state.read(keys));
  }

  private static void add(Jid jid, Set<RecordKey<?>> keys) {
    if (jid.isLid()) {
      keys.add(new PhoneOfLid(jid));
    } else if (jid.isPhoneNumber()) {
      keys.add(new LidOfPhone(jid));
    }
  }

  /** The chat as it is told. */
  static Optional<Jid> chat(HistoryItem.Message message) {
    return message
        .chat()
        .or(() -> HistoryChat.account(message.info().getKey().getRemoteJid()))
        .filter(HistoryChat::isShown);
  }

  /** Who wrote it, where others than one write. */
  static Optional<Jid> author(HistoryItem.Message message) {
    String named = message.info().getKey().getParticipant();
    return HistoryChat.account(named.isEmpty() ? message.info().getParticipant() : named)
        .filter(Jid::isUser);
  }

  /** Both names of an account, as far as they are known. */
  AccountNames of(Jid jid) {
    if (self.contain(jid)) {
      return self;
    }
    return jid.isLid()
        ? new AccountNames(
            Optional.ofNullable((Jid) known.get(new PhoneOfLid(jid))), Optional.of(jid))
        : new AccountNames(
            Optional.of(jid).filter(Jid::isPhoneNumber),
            Optional.ofNullable((Jid) known.get(new LidOfPhone(jid))));
  }

  /** The names of this account. */
  AccountNames self() {
    return self;
  }
}
