package dev.kubezap.whatsapp.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.SignalException;

/** Any bytes that a contact encrypted for us. */
public final class ContentsFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) {
    Message message;
    try {
      message = Message.parseFrom(MessagePadding.unpad(ByteString.copyFrom(input)));
    } catch (SignalException | InvalidProtocolBufferException declared) {
      return;
    }
    Content content = Contents.read(message);
    assertThat(content.type()).hasSizeBetween(1, 32);
    assertThat(content.toString()).isNotEmpty();
    if (content instanceof Sendable sendable) {
      assertThat(Contents.read(sendable.encode()).type()).isEqualTo(content.type());
    }
  }
}
