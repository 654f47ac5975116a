package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.PreKeyMessageBody;
import dev.kubezap.whatsapp.proto.SignalMessageBody;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches what leaves for keys that are used twice: message keys, prekey ids, signed prekey ids.
 */
final class UsedKeys {
  private final Map<String, ByteString> messages = new HashMap<>();
  private final Map<Integer, ByteString> preKeys = new HashMap<>();
  private final Map<Integer, ByteString> signedPreKeys = new HashMap<>();

  /** Ids of the one-time prekeys that were offered. */
  Set<Integer> preKeyIds() {
    return new HashSet<>(preKeys.keySet());
  }

  Set<Integer> signedPreKeyIds() {
    return new HashSet<>(signedPreKeys.keySet());
  }

  /** Takes in all that a session sent. */
  void add(VirtualSession session) throws InvalidProtocolBufferException {
    for (ScriptedLink link : session.links) {
      for (Node stanza : link.sent) {
        message(stanza);
      }
      link.asked.stream().filter(iq -> iq.has("xmlns", "encrypt")).forEach(this::keys);
    }
  }

  private void message(Node stanza) throws InvalidProtocolBufferException {
    List<Node> encs =
        stanza.child("participants").map(all -> all.children("to")).orElse(List.of()).stream()
            .flatMap(to -> to.children("enc").stream())
            .toList();
    for (Node enc : encs.isEmpty() ? stanza.children("enc") : encs) {
      ByteString bytes = enc.bytes().orElseThrow();
      if (enc.has("type", "pkmsg")) {
        bytes = PreKeyMessageBody.parseFrom(bytes.substring(1)).getMessage();
      }
      SignalMessageBody body = SignalMessageBody.parseFrom(bytes.substring(1, bytes.size() - 8));
      same(
          messages,
          HexFormat.of().formatHex(body.getRatchetKey().toByteArray()) + "/" + body.getCounter(),
          body.getCiphertext());
    }
  }

  private void keys(Node iq) {
    iq.child("list").stream()
        .flatMap(list -> list.children("key").stream())
        .forEach(key -> same(preKeys, id(key), value(key)));
    iq.child("skey").ifPresent(key -> same(signedPreKeys, id(key), value(key)));
    iq.child("rotate")
        .flatMap(rotate -> rotate.child("skey"))
        .ifPresent(key -> same(signedPreKeys, id(key), value(key)));
  }

  private static int id(Node key) {
    ByteString id = key.child("id").flatMap(Node::bytes).orElseThrow();
    return (id.byteAt(0) & 0xFF) << 16 | (id.byteAt(1) & 0xFF) << 8 | (id.byteAt(2) & 0xFF);
  }

  private static ByteString value(Node key) {
    return key.child("value").flatMap(Node::bytes).orElseThrow();
  }

  private static <K> void same(Map<K, ByteString> known, K key, ByteString value) {
    ByteString before = known.putIfAbsent(key, value);
    assertThat(before == null || before.equals(value)).as("%s is used once only", key).isTrue();
  }
}
