package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;

/**
 * Any group message and any sender key of a member. By the first byte the rest is what arrives, or
 * the part of it that an honest signature is put behind.
 */
public final class SenderKeyFuzz implements FuzzTarget {
  private final SeededBytes random = new SeededBytes(4);
  private final KeyPair signer;
  private final RemoteSenderKeys keys;

  public SenderKeyFuzz() {
    OwnSenderKey own = OwnSenderKey.generate(random);
    signer = own.signingKey();
    try {
      // An id of one byte, which a fuzzer finds.
      OwnSenderKey named = new OwnSenderKey(7, own.chainKey(), signer);
      keys = RemoteSenderKeys.NONE.with(SenderKeyDistribution.parse(named.distribution()));
    } catch (SignalException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void read(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    ByteString rest = ByteString.copyFrom(input, 1, input.length - 1);
    try {
      switch (input[0] & 3) {
        case 0 -> decrypt(SenderKeyMessage.parse(rest));
        case 1 -> stored(keys.with(SenderKeyDistribution.parse(rest)));
        default -> {
          ByteString content = SignalMessage.versioned(rest);
          decrypt(
              SenderKeyMessage.parse(
                  content.concat(Curve25519.sign(signer.privateKey(), content, random))));
        }
      }
    } catch (SignalException declared) {
      assertThat(declared.getMessage()).isNotBlank();
      assertThat(declared.retryError()).isNotNull();
    }
  }

  private void decrypt(SenderKeyMessage message) throws Exception {
    // A jump costs what it costs; the tests of hostile peers bound it.
    if (message.iteration() < 300) {
      stored(GroupCipher.decrypt(keys, message).senderKeys());
    }
  }

  private static void stored(RemoteSenderKeys changed) throws SessionFormatException {
    assertThat(RemoteSenderKeys.decode(changed.encode())).isEqualTo(changed);
  }
}
