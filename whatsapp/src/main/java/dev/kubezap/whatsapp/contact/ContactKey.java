package dev.kubezap.whatsapp.contact;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.proto.StoredContact;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody whom this account knows. Under the phone number when it is known, else under the LID;
 * when the number is learned, the record moves there with its next change.
 *
 * @param account without device
 */
public record ContactKey(Jid account) implements RecordKey<Contact> {
  /** {@link #kind}; the session keeps it when it is linked anew. */
  public static final String KIND = RecordKind.CONTACT.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return account.toString();
  }

  @Override
  public ByteString encode(Contact contact) {
    StoredContact.Builder stored =
        StoredContact.newBuilder()
            .setLid(contact.lid().map(Jid::toString).orElse(""))
            .setName(contact.name().orElse(""))
            .setPushName(contact.pushName().orElse(""))
            .setBusinessName(contact.businessName().orElse(""))
            .setPictureId(contact.pictureId().orElse(""))
            .setBlocked(contact.blocked())
            .setUpdatedAtMs(contact.updatedAt().toEpochMilli());
    contact.about().ifPresent(about -> stored.setHasAbout(true).setAbout(about));
    return stored.build().toByteString();
  }

  @Override
  public Contact decode(ByteString encoded) {
    try {
      StoredContact stored = StoredContact.parseFrom(encoded);
      return new Contact(
          account,
          text(stored.getLid()).flatMap(Jid::parse),
          text(stored.getName()),
          text(stored.getPushName()),
          text(stored.getBusinessName()),
          stored.getHasAbout() ? Optional.of(stored.getAbout()) : Optional.empty(),
          text(stored.getPictureId()),
          stored.getBlocked(),
          Instant.ofEpochMilli(stored.getUpdatedAtMs()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the contact " + account + " is damaged", e);
    }
  }

  private static Optional<String> text(String stored) {
    return stored.isEmpty() ? Optional.empty() : Optional.of(stored);
  }
}
