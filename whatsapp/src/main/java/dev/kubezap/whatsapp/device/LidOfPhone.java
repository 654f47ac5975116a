package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;

/**
 * The LID of a phone number. Always written together with its {@link PhoneOfLid}.
 *
 * @param phone the phone number's jid without device
 */
public record LidOfPhone(Jid phone) implements RecordKey<Jid> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.LID_OF_PHONE.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return phone.user();
  }

  @Override
  public ByteString encode(Jid lid) {
    return ByteString.copyFromUtf8(lid.toString());
  }

  @Override
  public Jid decode(ByteString encoded) {
    return StoredJid.decode(encoded);
  }
}
