package dev.kubezap.whatsapp.media;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.MediaRetryNotification;
import dev.kubezap.whatsapp.proto.ServerErrorReceipt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks our own phone to upload a file again, and reads its answer (PROTOCOL 15). */
final class MediaRetry {
  private static final byte[] INFO =
      "WhatsApp Media Retry Notification".getBytes(StandardCharsets.US_ASCII);
  private static final int SUCCESS = 1;

  private MediaRetry() {}

  private static byte[] key(ByteString mediaKey) {
    return Hkdf.derive(mediaKey.toByteArray(), new byte[0], INFO, 32);
  }

  private static byte[] bound(String stanzaId) {
    return stanzaId.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The receipt that asks.
   *
   * @param own this account, without device
   */
  static Node request(Jid own, StoredMessage message, ByteString mediaKey, RandomBytes random) {
    byte[] nonce = random.next(AesGcm.NONCE_LENGTH);
    byte[] plain =
        ServerErrorReceipt.newBuilder().setStanzaId(message.stanzaId()).build().toByteArray();
    byte[] sealed = AesGcm.encrypt(key(mediaKey), nonce, bound(message.stanzaId()), plain);
    Node place =
        Node.of("rmr")
            .with("jid", message.chat())
            .with("from_me", Boolean.toString(message.fromMe()));
    return Node.of(
            "receipt",
            Node.of(
                "encrypt", Node.of("enc_p").withBytes(sealed), Node.of("enc_iv").withBytes(nonce)),
            message.chat().isGroup() ? place.with("participant", message.sender()) : place)
        .with("to", own)
        .with("id", message.stanzaId())
        .with("type", "server-error");
  }

  /**
   * What the phone answers; empty when it is not about this message's file.
   *
   * @param notification of type {@code mediaretry}
   */
  static Optional<FilePlace> read(Node notification, ByteString mediaKey) {
    if (notification.child("error").isPresent()) {
      return Optional.of(FilePlace.NOWHERE);
    }
    Optional<Node> encrypted = notification.child("encrypt");
    Optional<ByteString> sealed =
        encrypted.flatMap(node -> node.child("enc_p")).flatMap(Node::bytes);
    Optional<ByteString> nonce =
        encrypted.flatMap(node -> node.child("enc_iv")).flatMap(Node::bytes);
    String id = notification.attribute("id").orElse("");
    if (sealed.isEmpty() || nonce.filter(n -> n.size() == AesGcm.NONCE_LENGTH).isEmpty()) {
      return Optional.empty();
    }
    try {
      MediaRetryNotification told =
          MediaRetryNotification.parseFrom(
              AesGcm.decrypt(
                  key(mediaKey), nonce.get().toByteArray(), bound(id), sealed.get().toByteArray()));
      boolean found =
          told.getResult() == SUCCESS
              && told.getStanzaId().equals(id)
              && told.getDirectPath().startsWith("/");
      return Optional.of(
          found ? new FilePlace(Optional.of(told.getDirectPath())) : FilePlace.NOWHERE);
    } catch (AuthenticationException | InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
