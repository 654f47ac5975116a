package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leads from a stanza's id to what was sent by it, where that is no message of a chat: those are
 * found by the message's own row.
 *
 * @param name the stanza's id
 */
record OutgoingNameKey(String name) implements RecordKey<String> {
  static final String KIND = RecordKind.OUTGOING_NAME.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(String messageId) {
    return ByteString.copyFromUtf8(messageId);
  }

  @Override
  public String decode(ByteString encoded) {
    return encoded.toStringUtf8();
  }

  /**
   * Leads to what changes a message of a channel: it goes out under the id of that message
   * (PROTOCOL-2026 5), so that one at a time is on its way.
   *
   * @param stanzaId of the message that is changed
   */
  static OutgoingNameKey ofChange(String stanzaId) {
    return new OutgoingNameKey("change/" + stanzaId);
  }

  /** What changes the message of this stanza, while it waits for its acknowledgement. */
  static Optional<OutgoingMessage> changing(String stanzaId, StateReader state) {
    return state
        .read(ofChange(stanzaId))
        .flatMap(state::outgoing)
        .filter(change -> state.prepared(change.messageId()).isPresent());
  }

  /** What was sent by this stanza, whatever it is. */
  static Optional<OutgoingMessage> find(String stanzaId, StateReader state) {
    return state
        .outgoingByStanza(stanzaId)
        .or(() -> state.read(new OutgoingNameKey(stanzaId)).flatMap(state::outgoing));
  }

  /** What was sent by these stanzas, whatever it is; unknown ones are absent. */
  static Map<String, OutgoingMessage> find(Collection<String> stanzaIds, StateReader state) {
    Map<String, OutgoingMessage> found = new LinkedHashMap<>(state.outgoingByStanza(stanzaIds));
    List<OutgoingNameKey> others = new ArrayList<>();
    for (String id : stanzaIds) {
      if (!found.containsKey(id)) {
        others.add(new OutgoingNameKey(id));
      }
    }
    if (!others.isEmpty()) {
      state
          .read(others)
          .forEach(
              (key, messageId) ->
                  state
                      .outgoing((String) messageId)
                      .ifPresent(outgoing -> found.put(key.name(), outgoing)));
    }
    return found;
  }
}
