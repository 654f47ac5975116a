package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;

/**
 * The phone number of a LID. Always written together with its {@link LidOfPhone}.
 *
 * @param lid the LID without device
 */
public record PhoneOfLid(Jid lid) implements RecordKey<Jid> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.PHONE_OF_LID.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return lid.user();
  }

  @Override
  public ByteString encode(Jid phone) {
    return ByteString.copyFromUtf8(phone.toString());
  }

  @Override
  public Jid decode(ByteString encoded) {
    return StoredJid.decode(encoded);
  }
}
