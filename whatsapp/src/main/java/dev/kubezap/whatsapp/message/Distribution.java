package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.SenderKeyDistributionMessage;
import dev.kubezap.whatsapp.senderkey.MemberKeys;
import dev.kubezap.whatsapp.signal.OwnSenderKey;
import dev.kubezap.whatsapp.signal.SenderKeyDistribution;
import dev.kubezap.whatsapp.signal.SignalException;
import java.util.Optional;

/**
 * A sender key that a message hands to this device.
 *
 * @param group for what; whoever wrote the message can hand out no key but its own
 * @param key what reads its messages there
 */
record Distribution(Jid group, SenderKeyDistribution key) {

  /** The kind of kept messages that hand out a key of another chat than their own. */
  static final String KIND = "sender-key";

  /**
   * Reads it from a decrypted message.
   *
   * @param chat the group that the message came in
   * @return empty when it hands out none, or one that is malformed
   */
  static Optional<Distribution> of(ByteString plaintext, Optional<Jid> chat) {
    try {
      return of(Message.parseFrom(plaintext), chat);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Optional<Distribution> of(Message message, Optional<Jid> chat) {
    if (!message.hasSenderKeyDistributionMessage()) {
      return Optional.empty();
    }
    Optional<Jid> group =
        Jid.parse(message.getSenderKeyDistributionMessage().getGroupId())
            .map(Jid::account)
            .filter(jid -> jid.isGroup() || jid.isStatus())
            .or(() -> chat);
    try {
      SenderKeyDistribution key =
          SenderKeyDistribution.parse(
              message.getSenderKeyDistributionMessage().getAxolotlSenderKeyDistributionMessage());
      return group.map(of -> new Distribution(of, key));
    } catch (SignalException e) {
      // Without it the messages that it reads are asked for again.
      return Optional.empty();
    }
  }

  /** What was handed out before, and this. */
  MemberKeys addedTo(MemberKeys members) {
    return members.with(members.keys().with(key));
  }

  /** A message that hands out a key of ours as it is now. */
  static Message handout(Jid group, OwnSenderKey key, Message message) {
    return message.toBuilder()
        .setSenderKeyDistributionMessage(
            SenderKeyDistributionMessage.newBuilder()
                .setGroupId(group.toString())
                .setAxolotlSenderKeyDistributionMessage(key.distribution()))
        .build();
  }

  /** The same message without the key, which is nobody's to read. */
  static Message without(Message message) {
    return message.hasSenderKeyDistributionMessage()
        ? message.toBuilder().clearSenderKeyDistributionMessage().build()
        : message;
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "Distribution[" + group + ", hidden]";
  }
}
