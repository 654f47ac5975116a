package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class MessagePaddingTest {
  @Property
  void unpadUndoesPad(@ForAll byte[] message, @ForAll long seed) throws Exception {
    ByteString bytes = ByteString.copyFrom(message);
    ByteString padded = MessagePadding.pad(bytes, new SeededBytes(seed));
    int count = padded.size() - bytes.size();
    assertThat(count).isBetween(1, 16);
    for (int i = bytes.size(); i < padded.size(); i++) {
      assertThat(padded.byteAt(i)).isEqualTo((byte) count);
    }
    assertThat(MessagePadding.unpad(padded)).isEqualTo(bytes);
  }

  @Test
  void allLengthsOccur() {
    SeededBytes random = new SeededBytes(1);
    TreeSet<Integer> lengths = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      lengths.add(MessagePadding.pad(ByteString.EMPTY, random).size());
    }
    assertThat(lengths).hasSize(16).startsWith(1).endsWith(16);
  }

  @Test
  void whatIsNotPaddedIsInvalid() {
    for (byte[] bytes : new byte[][] {{}, {0}, {2}, {1, 0}, {1, 1, 4}, {(byte) 0xff}}) {
      assertThatThrownBy(() -> MessagePadding.unpad(ByteString.copyFrom(bytes)))
          .isInstanceOf(SignalException.InvalidMessage.class);
    }
  }
}
