package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.SenderKeyDistributionMessage;
import dev.kubezap.whatsapp.signal.GroupCipher;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.OwnSenderKey;
import dev.kubezap.whatsapp.signal.RemoteSenderKeys;
import dev.kubezap.whatsapp.signal.SenderKeyDistribution;
import dev.kubezap.whatsapp.signal.SignalException;

/** A member of a group who writes under a sender key. */
final class GroupMember {
  static final Jid GROUP = Jid.group("120363000000000001");
  private final SeededBytes random;
  private OwnSenderKey key;

  GroupMember(long seed) {
    random = new SeededBytes(seed);
    key = OwnSenderKey.generate(random);
  }

  /** From now on under another key. */
  void rotate() {
    key = OwnSenderKey.generate(random);
  }

  /** The message that hands out the key as it is now. */
  Message handedOut(Jid group) {
    return Message.newBuilder()
        .setSenderKeyDistributionMessage(
            SenderKeyDistributionMessage.newBuilder()
                .setGroupId(group.toString())
                .setAxolotlSenderKeyDistributionMessage(key.distribution()))
        .build();
  }

  /** What whoever got the key as it is now holds. */
  RemoteSenderKeys held() {
    try {
      return RemoteSenderKeys.NONE.with(SenderKeyDistribution.parse(key.distribution()));
    } catch (SignalException e) {
      throw new AssertionError(e);
    }
  }

  /** The part of a stanza that all members read. */
  Node write(Message message) {
    return write(message.toByteString());
  }

  private Node write(ByteString plaintext) {
    GroupCipher.Encrypted encrypted =
        GroupCipher.encrypt(key, MessagePadding.pad(plaintext, random), random);
    key = encrypted.senderKey();
    return Node.of("enc", encrypted.bytes()).with("v", "2").with("type", "skmsg");
  }
}
