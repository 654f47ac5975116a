package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/** There was no chat before the first message to it was accepted, and that is not sent yet. */
record NewChatKey(Jid chat) implements RecordKey<Boolean> {

  @Override
  public String kind() {
    return RecordKind.NEW_CHAT.text();
  }

  @Override
  public String name() {
    return chat.toString();
  }

  @Override
  public ByteString encode(Boolean value) {
    return ByteString.EMPTY;
  }

  @Override
  public Boolean decode(ByteString encoded) {
    if (!encoded.isEmpty()) {
      throw new StoredStateException("a new chat holds " + encoded.size() + " bytes");
    }
    return true;
  }
}
