package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** No text form of a value shows a key or a message. */
final class SecretsStayHiddenTest {
  private static final String MARK = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF";
  private static final ByteString SECRET = ByteString.copyFromUtf8(MARK);

  @Test
  void keysAndChains() {
    RootKey root = new RootKey(SECRET);
    ChainKey chain = new ChainKey(SECRET, 3);
    MessageKeySeed seed = new MessageKeySeed(4, SECRET);
    KeyPair pair = KeyPair.of(new PrivateKey(SECRET));
    RatchetKeyPair ratchet = new RatchetKeyPair(pair);
    ReceivingChain receiving =
        new ReceivingChain(
            new RemoteRatchetKey(pair.publicKey()), new MessageKeyChain(chain, List.of(seed)));
    SendingChain sending = new SendingChain(ratchet, chain);
    SessionState state =
        new SessionState(
            pair.publicKey(),
            new RemoteIdentityKey(pair.publicKey()),
            root,
            0,
            sending,
            List.of(receiving),
            Optional.empty(),
            1,
            2,
            pair.publicKey(),
            false);
    SignalSession session = new SignalSession(Optional.of(state), List.of(SECRET));
    assertHidden(
        root,
        chain,
        seed,
        ratchet,
        receiving,
        sending,
        state,
        session,
        session.archiveCurrent(),
        new RootKey.WithChain(root, chain),
        MessageKeys.derive(seed),
        new LocalIdentity(pair, 1),
        new PreKey(1, pair),
        new SignedPreKey(1, pair, ByteString.EMPTY),
        new MessageKeyChain.Step(receiving.keys(), seed),
        new DoubleRatchet.Written(state, ByteString.EMPTY));
  }

  @Test
  void senderKeys() throws Exception {
    ChainKey chain = new ChainKey(SECRET, 3);
    KeyPair pair = KeyPair.of(new PrivateKey(SECRET));
    OwnSenderKey own = new OwnSenderKey(1, chain, pair);
    SenderKeyDistribution distribution = SenderKeyDistribution.parse(own.distribution());
    assertHidden(
        own,
        distribution,
        RemoteSenderKey.of(distribution),
        RemoteSenderKeys.NONE.with(distribution),
        GroupMessageKeys.derive(chain.seed()),
        new GroupCipher.Encrypted(own, ByteString.EMPTY));
  }

  @Test
  void texts() {
    assertHidden(
        new GroupCipher.Decrypted(RemoteSenderKeys.NONE, SECRET),
        new Decrypted(SignalSession.EMPTY, SECRET),
        new Accepted(SignalSession.EMPTY, SECRET, OptionalInt.of(3)));
  }

  private static void assertHidden(Object... values) {
    for (Object value : values) {
      // A ByteString prints its content, escaped; the private key starts clamped, so look behind.
      assertThat(value.toString()).doesNotContain("BCDEFGHIJ").contains("[");
    }
  }
}
