package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.KeysOnly;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.senderkey.MemberKeys;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * What was kept of a sender key, and of what is written under it: a key that a direct message
 * handed out, or a group's message that the version which kept it could not read.
 */
public final class KeptOfGroup {
  private final Node stanza;
  private final Origin origin;
  private final MemberKeys before;
  private final MemberKeys keys;
  private final Optional<Ciphertext> unopened;
  private final Optional<StoredMessage> stored;
  private final Optional<Chat> chat;

  private KeptOfGroup(
      Node stanza,
      Origin origin,
      MemberKeys before,
      MemberKeys keys,
      Optional<Ciphertext> unopened,
      Optional<StoredMessage> stored,
      Optional<Chat> chat) {
    this.stanza = stanza;
    this.origin = origin;
    this.before = before;
    this.keys = keys;
    this.unopened = unopened;
    this.stored = stored;
    this.chat = chat;
  }

  /**
   * Reads what it needs.
   *
   * @param plaintext what was decrypted of it when it came
   * @return empty when it has neither a sender key nor anything written under one that is to be
   *     read
   */
  static Optional<KeptOfGroup> gather(
      Node stanza, Origin origin, Optional<ByteString> plaintext, StateReader state)
      throws MalformedStanzaException, InvalidProtocolBufferException {
    Optional<Jid> group =
        origin.kind() == Origin.Kind.GROUP ? Optional.of(origin.peer()) : Optional.empty();
    Optional<Distribution> handed = plaintext.flatMap(bytes -> Distribution.of(bytes, group));
    Optional<Ciphertext> unopened = Optional.empty();
    if (group.isPresent() && (plaintext.isEmpty() || isKeysOnly(plaintext.get()))) {
      unopened = Ciphertext.ofGroup(stanza);
    }
    Optional<Jid> of = unopened.isPresent() ? group : handed.map(Distribution::group);
    if (of.isEmpty()) {
      return Optional.empty();
    }
    MemberKeys before = MemberKeys.read(of.get(), origin.sender(), origin.senderNames(), state);
    return Optional.of(
        new KeptOfGroup(
            stanza,
            origin,
            before,
            handed
                .filter(key -> key.group().equals(of.get()))
                .map(key -> key.addedTo(before))
                .orElse(before),
            unopened,
            state.firstByStanza(
                StanzaName.of(
                    origin.chat(),
                    stanza.requiredAttribute("id"),
                    origin.fromMe(),
                    origin.authors())),
            state.chat(origin.chat())));
  }

  private static boolean isKeysOnly(ByteString plaintext) throws InvalidProtocolBufferException {
    return Contents.read(Message.parseFrom(plaintext)) instanceof KeysOnly;
  }

  /**
   * Stores the key and what it reads.
   *
   * @return empty when there is something that it does not read, which stays as it is
   */
  Optional<Outcome> decide(Turn turn) {
    if (unopened.isEmpty()) {
      return Optional.of(Outcome.builder().changes(keys.since(before)).build());
    }
    if (!(Cipher.openOfGroup(unopened.get(), keys)
        instanceof Cipher.Result.OpenedOfGroup(ByteString plaintext, MemberKeys after))) {
      return Optional.empty();
    }
    Outcome.Builder outcome = Outcome.builder().changes(after.since(before));
    try {
      Message message = Message.parseFrom(plaintext);
      Content content = Contents.read(message);
      if (content instanceof Shown) {
        outcome.add(
            ReadableMessage.stored(
                stanza,
                origin,
                stored,
                chat,
                content,
                Distribution.without(message).toByteString(),
                origin.chat(),
                turn));
      } else if (content instanceof Addition) {
        outcome.add(Unhandled.due(content.type(), stanza, plaintext, turn));
      } else if (!(content instanceof KeysOnly)) {
        outcome.add(Unhandled.kept(content.type(), stanza, Optional.of(plaintext), turn));
      }
      return Optional.of(outcome.build());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** Stores what was handed out, when nothing else can be done. */
  Outcome keys() {
    return Outcome.builder().changes(keys.since(before)).build();
  }
}
