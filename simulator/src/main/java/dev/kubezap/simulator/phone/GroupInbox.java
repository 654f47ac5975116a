package dev.kubezap.simulator.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.signal.DecryptionException;
import dev.kubezap.simulator.signal.SenderKeys;
import dev.kubezap.simulator.signal.SignalAddress;

/** Opens what members of groups write. Used by the phone's thread only. */
final class GroupInbox {
  private final SenderKeys keys;
  private final Encryptor encryptor;

  GroupInbox(SenderKeys keys, Encryptor encryptor) {
    this.keys = keys;
    this.encryptor = encryptor;
  }

  /**
   * What a stanza says: the part for this phone alone brings the key of the other.
   *
   * @throws DecryptionException when the part that says it cannot be read
   */
  Message decrypt(Jid group, SignalAddress member, Node stanza) throws DecryptionException {
    Message found = null;
    DecryptionException failed = null;
    for (Node enc : stanza.all("enc")) {
      try {
        if (enc.attribute("type").equals("skmsg")) {
          Bytes padded = keys.decrypt(group.toString(), member, enc.content());
          found = Message.parseFrom(Encryptor.unpadded(padded).toArray());
        } else {
          found = encryptor.decrypt(member, enc);
          learn(member, found);
        }
        failed = null;
      } catch (DecryptionException e) {
        failed = e;
      } catch (InvalidProtocolBufferException e) {
        failed = new DecryptionException(DecryptionException.Reason.INVALID, "not a Message");
      }
    }
    if (failed != null) {
      throw failed;
    }
    if (found == null) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "nothing encrypted");
    }
    return found;
  }

  private void learn(SignalAddress member, Message message) throws DecryptionException {
    if (message.hasSenderKeyDistributionMessage()) {
      keys.learn(
          message.getSenderKeyDistributionMessage().getGroupId(),
          member,
          Bytes.of(
              message.getSenderKeyDistributionMessage().getAxolotlSenderKeyDistributionMessage()));
    }
  }
}
