package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;

/** Stored sessions and sender keys, damaged in any way; the first byte says which kind. */
public final class StoredSignalFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    ByteString rest = ByteString.copyFrom(input, 1, input.length - 1);
    try {
      switch (input[0] % 3) {
        case 0 -> {
          SignalSession session = SignalSession.decode(rest);
          assertThat(SignalSession.decode(session.encode())).isEqualTo(session);
          SignalSession receiving = session.onlyReceiving();
          assertThat(receiving.canEncrypt()).isFalse();
          assertThat(SignalSession.decode(receiving.encode())).isEqualTo(receiving);
        }
        case 1 -> {
          OwnSenderKey key = OwnSenderKey.decode(rest);
          assertThat(OwnSenderKey.decode(key.encode())).isEqualTo(key);
        }
        default -> {
          RemoteSenderKeys keys = RemoteSenderKeys.decode(rest);
          assertThat(RemoteSenderKeys.decode(keys.encode())).isEqualTo(keys);
        }
      }
    } catch (SessionFormatException declared) {
      assertThat(declared.getMessage()).isNotBlank();
    }
  }
}
