package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.Sendable;
import dev.kubezap.whatsapp.content.StanzaForm;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.CiphertextType;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The stanzas that carry our messages (PROTOCOL 9, client to server). */
final class OutgoingStanza {

  private OutgoingStanza() {}

  /**
   * A direct message to every device of both sides.
   *
   * @param form how what it carries is marked
   * @param token the recipient's privacy token
   */
  static Node direct(
      String stanzaId,
      StanzaForm form,
      Target target,
      Fanout fanout,
      Optional<ByteString> token,
      DeviceIdentity self) {
    List<Node> recipients = new ArrayList<>();
    for (Map.Entry<Jid, Encrypted> one : fanout.ciphertexts().entrySet()) {
      recipients.add(Node.of("to", enc(one.getValue(), form)).with("jid", one.getKey()));
    }
    Node message = message(target.recipient(), stanzaId, form);
    if (target.recipient().isLid()) {
      message = message.withIfPresent("peer_recipient_pn", target.recipientPhone());
    }
    List<Node> children = new ArrayList<>();
    children.add(Node.of("participants").withChildren(recipients));
    if (fanout.buildsSession()) {
      children.add(deviceIdentity(self));
    }
    meta(form).ifPresent(children::add);
    token.ifPresent(bytes -> children.add(Node.of("tctoken", bytes)));
    return message.withChildren(children);
  }

  /**
   * A message to a group, or to the status feed.
   *
   * @param mode how the group addresses its participants; empty for the status feed
   * @param phash the hash of all devices, by which the server tells that the list is stale
   * @param handed our sender key for each device that lacks it
   * @param written the message under that key
   */
  static Node group(
      OutgoingMessage outgoing,
      StanzaForm form,
      Optional<Group.Addressing> mode,
      String phash,
      Map<Jid, Encrypted> handed,
      ByteString written,
      DeviceIdentity self) {
    List<Node> children = new ArrayList<>();
    if (!handed.isEmpty()) {
      List<Node> devices = new ArrayList<>();
      handed.forEach(
          (device, key) ->
              devices.add(Node.of("to", enc(key, StanzaForm.TEXT)).with("jid", device)));
      children.add(Node.of("participants").withChildren(devices));
    }
    children.add(enc(written, CiphertextType.SENDER_KEY, form));
    if (handed.values().stream().anyMatch(key -> key.type() == CiphertextType.PRE_KEY)) {
      children.add(deviceIdentity(self));
    }
    meta(form).ifPresent(children::add);
    return message(outgoing.to(), outgoing.stanzaId(), form)
        .withIfPresent("addressing_mode", mode.map(Group.Addressing::wire))
        .with("phash", phash)
        .withChildren(children);
  }

  /**
   * A message that is published in a channel.
   *
   * @param handle of its file
   */
  static Node channel(OutgoingMessage outgoing, Message published, Optional<String> handle) {
    return published(outgoing, outgoing.stanzaId(), form(published), published)
        .withIfPresent("media_id", handle);
  }

  /**
   * What a channel's message says from now on. An administrator's mark goes with it, under the id
   * of that message.
   *
   * @param changed the id of the message
   */
  static Node channelEdit(OutgoingMessage outgoing, String changed, Message edited) {
    return published(outgoing, changed, form(edited).withEdit("3", false), edited);
  }

  /**
   * Takes a message of a channel back.
   *
   * @param changed the id of the message
   */
  static Node channelDeletion(OutgoingMessage outgoing, String changed) {
    return message(outgoing.to(), changed, StanzaForm.TEXT.withEdit("8", false))
        .withChildren(Node.of("plaintext"));
  }

  private static Node published(
      OutgoingMessage outgoing, String stanzaId, StanzaForm form, Message published) {
    return message(outgoing.to(), stanzaId, form)
        .withChildren(
            Node.of("plaintext", published.toByteString())
                .withIfPresent("mediatype", form.mediaType()));
  }

  /**
   * A reaction to a message of a channel.
   *
   * @param number the channel's number of that message
   * @param emoji empty when the reaction is taken back
   */
  static Node channelReaction(OutgoingMessage outgoing, long number, Optional<String> emoji) {
    return Node.of("message", Node.of("reaction").withIfPresent("code", emoji))
        .with("to", outgoing.to())
        .with("id", outgoing.stanzaId())
        .with("type", "reaction")
        .with("server_id", number)
        .withIfPresent("edit", emoji.isEmpty() ? Optional.of("7") : Optional.empty());
  }

  /**
   * A message of a group sent anew to the one device that could not read it.
   *
   * @param mode how the group addresses its participants; empty for the status feed
   * @param encrypted the message with our sender key
   * @param count which retry it answers
   */
  static Node groupRetry(
      OutgoingMessage outgoing,
      StanzaForm form,
      Optional<Group.Addressing> mode,
      Jid device,
      Encrypted encrypted,
      int count,
      long timestamp,
      DeviceIdentity self) {
    List<Node> children = new ArrayList<>(List.of(enc(encrypted, form).with("count", count)));
    if (encrypted.type() == CiphertextType.PRE_KEY) {
      children.add(deviceIdentity(self));
    }
    meta(form).ifPresent(children::add);
    return message(outgoing.to(), outgoing.stanzaId(), form)
        .with("participant", device)
        .withIfPresent("addressing_mode", mode.map(Group.Addressing::wire))
        .with("t", timestamp)
        .withChildren(children);
  }

  private static Node message(Jid to, String stanzaId, StanzaForm form) {
    return Node.of("message")
        .with("to", to)
        .with("id", stanzaId)
        .with("type", form.type())
        .withIfPresent("edit", form.edit());
  }

  private static Optional<Node> meta(StanzaForm form) {
    if (form.meta().isEmpty()) {
      return Optional.empty();
    }
    Node meta = Node.of("meta");
    for (Map.Entry<String, String> attribute : new TreeMap<>(form.meta()).entrySet()) {
      meta = meta.with(attribute.getKey(), attribute.getValue());
    }
    return Optional.of(meta);
  }

  /** An id as web clients choose it: {@code 3EB0} and 18 hexadecimal digits (PROTOCOL 9). */
  static String newId(Turn turn) {
    return "3EB0" + HexFormat.of().formatHex(turn.random().next(9)).toUpperCase(Locale.ROOT);
  }

  /** A request to our own phone, which nobody else sees. */
  static Node peer(String stanzaId, Jid phone, Encrypted encrypted, DeviceIdentity self) {
    Node message =
        message(phone, stanzaId, StanzaForm.TEXT)
            .with("category", "peer")
            .with("push_priority", "high_force");
    Node meta = Node.of("meta").with("appdata", "default");
    return encrypted.type() == CiphertextType.PRE_KEY
        ? message.withChildren(enc(encrypted, StanzaForm.TEXT), deviceIdentity(self), meta)
        : message.withChildren(enc(encrypted, StanzaForm.TEXT), meta);
  }

  /** How a stanza that carries this message is marked. */
  static StanzaForm form(Message message) {
    return Contents.read(message) instanceof Sendable content ? content.stanza() : StanzaForm.TEXT;
  }

  /**
   * A message to one device alone, which missed it.
   *
   * @param chat the other side of the chat, for a device of our own
   */
  static Node single(
      String stanzaId,
      StanzaForm form,
      Jid device,
      Optional<Jid> chat,
      Encrypted encrypted,
      long timestamp,
      Optional<ByteString> token,
      DeviceIdentity self) {
    Node enc = enc(encrypted, form);
    return single(stanzaId, form, device, chat, enc, encrypted.type(), timestamp, token, self);
  }

  /**
   * A message sent anew to a device that could not read it.
   *
   * @param chat the other side of the chat, for a device of our own
   * @param count which retry it answers
   */
  static Node retry(
      String stanzaId,
      StanzaForm form,
      Jid device,
      Optional<Jid> chat,
      Encrypted encrypted,
      int count,
      long timestamp,
      Optional<ByteString> token,
      DeviceIdentity self) {
    Node enc = enc(encrypted, form).with("count", count);
    return single(stanzaId, form, device, chat, enc, encrypted.type(), timestamp, token, self);
  }

  private static Node single(
      String stanzaId,
      StanzaForm form,
      Jid device,
      Optional<Jid> chat,
      Node enc,
      CiphertextType type,
      long timestamp,
      Optional<ByteString> token,
      DeviceIdentity self) {
    Node message =
        message(device, stanzaId, form)
            .withIfPresent("recipient", chat)
            .with("device_fanout", "false")
            .with("t", timestamp);
    List<Node> children = new ArrayList<>(List.of(enc));
    if (type == CiphertextType.PRE_KEY) {
      children.add(deviceIdentity(self));
    }
    meta(form).ifPresent(children::add);
    token.ifPresent(bytes -> children.add(Node.of("tctoken", bytes)));
    return message.withChildren(children);
  }

  private static Node enc(Encrypted encrypted, StanzaForm form) {
    return enc(encrypted.bytes(), encrypted.type(), form);
  }

  private static Node enc(ByteString bytes, CiphertextType type, StanzaForm form) {
    return Node.of("enc", bytes)
        .with("v", "2")
        .with("type", type.wireName())
        .withIfPresent("mediatype", form.mediaType())
        .withIfPresent(
            "decrypt-fail", form.hidesFailure() ? Optional.of("hide") : Optional.empty());
  }

  private static Node deviceIdentity(DeviceIdentity self) {
    return Node.of("device-identity", self.signedDeviceIdentity());
  }

  /**
   * The hash of a set of devices, by which the server tells that a device list is stale: {@code 2:}
   * and the first six bytes of SHA-256 over the sorted, joined names {@code
   * user.agent:device@server}.
   *
   * @param devices every addressed device and the sending one
   */
  static String participantHash(Collection<Jid> devices) {
    String joined =
        devices.stream()
            .map(jid -> jid.user() + ".0:" + jid.device() + "@" + jid.server())
            .sorted()
            .reduce("", String::concat);
    byte[] digest = Sha256.digest(joined.getBytes(StandardCharsets.UTF_8));
    return "2:" + Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 6));
  }

  /**
   * A stanza that was stored.
   *
   * @throws StoredStateException when it is none
   */
  static Node decode(ByteString stanza) {
    try {
      return NodeDecoder.decode(stanza.toByteArray());
    } catch (NodeFormatException e) {
      throw new StoredStateException("what was stored to be sent again is no stanza", e);
    }
  }

  /** The encoded form is what is stored and sent, so that a repetition is the same byte by byte. */
  static ByteString encode(Node stanza) {
    return ByteString.copyFrom(NodeEncoder.encode(stanza));
  }
}
