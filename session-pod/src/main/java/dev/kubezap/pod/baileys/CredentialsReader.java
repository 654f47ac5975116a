package dev.kubezap.pod.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.importing.ImportedLink;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentity;
import java.util.Optional;

/** Reads {@code creds}: who the device is. */
final class CredentialsReader {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_ROUTING = 1024;
  private static final int LARGEST_ID = 0xFFFFFF;
  private static final int LARGEST_REGISTRATION = 0x3FFF;

  private CredentialsReader() {}

  /**
   * What they say.
   *
   * @param nextPreKeyId of the next one-time prekey
   */
  record Credentials(ImportedLink.Device device, int nextPreKeyId) {}

  /**
   * Reads them.
   *
   * @throws BadLinkException when they are of no linked device, or damaged
   */
  static Credentials read(JsonNode creds) throws BadLinkException {
    if (!creds.isObject() || creds.path("noiseKey").isMissingNode()) {
      throw BadLinkException.unreadable(
          "creds.json is not what Baileys writes: it has no noiseKey.");
    }
    if (Values.text(creds.path("me").path("id")).isEmpty() || !creds.path("account").isObject()) {
      throw new BadLinkException(
          BadLinkException.Kind.NOT_LINKED,
          "creds.json is of a device that was never linked, or was logged out: it names no account."
              + " Link this session by its QR code.");
    }
    Jid jid = own(creds, "id").filter(Jid::isPhoneNumber).orElseThrow(() -> wrong("me.id"));
    if (jid.device() == 0) {
      throw wrong("me.id");
    }
    KeyPair identity =
        part("signedIdentityKey", () -> Values.checkedPair(creds.path("signedIdentityKey")));
    ImportedLink.Device device =
        new ImportedLink.Device(
            part("noiseKey", () -> Values.checkedPair(creds.path("noiseKey"))),
            identity,
            part(
                "registrationId",
                () -> Values.number(creds.path("registrationId"), 0, LARGEST_REGISTRATION)),
            signedPreKey(creds.path("signedPreKey"), identity),
            jid,
            own(creds, "lid").filter(Jid::isLid),
            part("account", () -> account(creds.path("account"))),
            Values.text(creds.path("platform")).orElse(""),
            Values.text(creds.path("me").path("name"))
                .filter(name -> name.length() <= LONGEST_NAME),
            part("routingInfo", () -> Values.optionalBytes(creds.path("routingInfo")))
                .filter(info -> !info.isEmpty() && info.size() <= MOST_ROUTING));
    int next = part("nextPreKeyId", () -> Values.number(creds.path("nextPreKeyId"), 1, LARGEST_ID));
    return new Credentials(device, next);
  }

  private static Optional<Jid> own(JsonNode creds, String name) {
    return Values.text(creds.path("me").path(name)).flatMap(Jid::parse);
  }

  private static ImportedLink.SignedPreKey signedPreKey(JsonNode stored, KeyPair identity)
      throws BadLinkException {
    ImportedLink.SignedPreKey key =
        part(
            "signedPreKey",
            () ->
                new ImportedLink.SignedPreKey(
                    Values.number(stored.path("keyId"), 1, LARGEST_ID),
                    Values.checkedPair(stored.path("keyPair")),
                    Values.bytes(stored.path("signature"))));
    if (!Curve25519.verify(
        identity.publicKey(), key.key().publicKey().serialized(), key.signature())) {
      throw wrong("signedPreKey");
    }
    return key;
  }

  private static ByteString account(JsonNode account) {
    return ADVSignedDeviceIdentity.newBuilder()
        .setDetails(Values.bytes(account.path("details")))
        .setAccountSignatureKey(Values.bytes(account.path("accountSignatureKey")))
        .setAccountSignature(Values.bytes(account.path("accountSignature")))
        .setDeviceSignature(Values.bytes(account.path("deviceSignature")))
        .build()
        .toByteString();
  }

  private interface Part<T> {
    T read();
  }

  private static <T> T part(String name, Part<T> part) throws BadLinkException {
    try {
      return part.read();
    } catch (IllegalArgumentException e) {
      throw wrong(name);
    }
  }

  private static BadLinkException wrong(String name) {
    return BadLinkException.unreadable(
        "creds.json is damaged: its " + name + " is missing, cut off or does not fit the rest.");
  }
}
