package dev.kubezap.whatsapp.signal.reference;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.whispersystems.libsignal.SignalProtocolAddress;
import org.whispersystems.libsignal.groups.GroupCipher;
import org.whispersystems.libsignal.groups.GroupSessionBuilder;
import org.whispersystems.libsignal.groups.SenderKeyName;
import org.whispersystems.libsignal.groups.state.SenderKeyRecord;
import org.whispersystems.libsignal.groups.state.SenderKeyStore;
import org.whispersystems.libsignal.protocol.SenderKeyDistributionMessage;

/** signal-protocol-java as a member of a group. */
public final class SignalJavaMember implements ReferenceMember {
  private static final SenderKeyName OWN = name("own");
  private static final SenderKeyName OTHER = name("other");

  private final Map<SenderKeyName, byte[]> records = new HashMap<>();
  private final SenderKeyStore store =
      new SenderKeyStore() {
        @Override
        public void storeSenderKey(SenderKeyName name, SenderKeyRecord senderKey) {
          records.put(name, senderKey.serialize());
        }

        @Override
        public SenderKeyRecord loadSenderKey(SenderKeyName name) {
          byte[] stored = records.get(name);
          try {
            return stored == null ? new SenderKeyRecord() : new SenderKeyRecord(stored);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        }
      };

  private static SenderKeyName name(String member) {
    return new SenderKeyName("group", new SignalProtocolAddress(member, 1));
  }

  @Override
  public byte[] distribution() {
    return new GroupSessionBuilder(store).create(OWN).serialize();
  }

  @Override
  public void learn(byte[] distribution) throws Exception {
    new GroupSessionBuilder(store).process(OTHER, new SenderKeyDistributionMessage(distribution));
  }

  @Override
  public byte[] encrypt(byte[] plaintext) throws Exception {
    return new GroupCipher(store, OWN).encrypt(plaintext);
  }

  @Override
  public byte[] decrypt(byte[] ciphertext) throws Exception {
    return new GroupCipher(store, OTHER).decrypt(ciphertext);
  }
}
