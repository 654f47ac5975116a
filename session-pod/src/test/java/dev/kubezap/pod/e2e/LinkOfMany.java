package dev.kubezap.pod.e2e;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.ADVDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A link as Baileys stores it, with as many entries as are taken. */
final class LinkOfMany {
  private static final KeyPair PHONE = Curve25519.generate(seeded(1));
  private static final KeyPair OWN = Curve25519.generate(seeded(2));
  private static final KeyPair SIGNED = Curve25519.generate(seeded(3));
  private static final KeyPair OTHER = Curve25519.generate(seeded(4));

  /** As many late messages as a session keeps seeds for. */
  private static final int SEEDS = 2000;

  private LinkOfMany() {}

  private static RandomBytes seeded(int seed) {
    return count -> {
      byte[] bytes = new byte[count];
      Arrays.fill(bytes, (byte) seed);
      return bytes;
    };
  }

  /** What an entry says and how it is called. */
  record Entry(String id, String value) {
    String row() {
      return "{\"id\":\"" + id + "\",\"value\":" + value + "}\n";
    }
  }

  /** The kinds of which a link may have many. */
  enum Kind {
    PRE_KEYS,
    SESSIONS,
    SENDER_KEYS,
    MAPPINGS
  }

  private static Entry entry(Kind kind, int number) {
    long user = 4915200000000L + number;
    return switch (kind) {
      case PRE_KEYS -> new Entry("pre-key-" + (number + 1), keys(OTHER));
      case SESSIONS -> new Entry("session-" + user + ".0", session());
      case SENDER_KEYS -> new Entry("sender-key-120363@g.us--" + user + "--0", senderKey());
      case MAPPINGS -> new Entry("lid-mapping-" + user, "\"" + (100_000 + number) + "\"");
    };
  }

  /**
   * Rows of a link of this device.
   *
   * @param genuine whether the account has signed it
   * @param bytes of values, and
   * @param most entries beside the credentials
   */
  static byte[] rows(String number, boolean genuine, Kind kind, long bytes, int most) {
    StringBuilder rows = new StringBuilder(new Entry("creds", creds(number, genuine)).row());
    long left = bytes;
    for (int i = 0; i < most; i++) {
      Entry entry = entry(kind, i);
      left -= entry.value().length();
      if (left < 0) {
        break;
      }
      rows.append(entry.row());
    }
    return rows.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String creds(String number, boolean genuine) {
    ByteString details = ADVDeviceIdentity.newBuilder().setKeyIndex(3).build().toByteString();
    ByteString own = OWN.publicKey().bytes();
    ByteString account = PHONE.publicKey().bytes();
    ByteString byAccount =
        Curve25519.sign(
            (genuine ? PHONE : OTHER).privateKey(),
            prefix(0).concat(details).concat(own),
            seeded(5));
    ByteString byDevice =
        Curve25519.sign(
            OWN.privateKey(), prefix(1).concat(details).concat(own).concat(account), seeded(6));
    ADVSignedDeviceIdentity signed =
        ADVSignedDeviceIdentity.newBuilder()
            .setDetails(details)
            .setAccountSignatureKey(account)
            .setAccountSignature(byAccount)
            .setDeviceSignature(byDevice)
            .build();
    ByteString signature =
        Curve25519.sign(OWN.privateKey(), SIGNED.publicKey().serialized(), seeded(7));
    return ("{\"noiseKey\":%s,\"signedIdentityKey\":%s,\"signedPreKey\":{\"keyPair\":%s,"
            + "\"signature\":\"%s\",\"keyId\":1},\"registrationId\":77,\"nextPreKeyId\":900000,"
            + "\"account\":{\"details\":\"%s\",\"accountSignatureKey\":\"%s\","
            + "\"accountSignature\":\"%s\",\"deviceSignature\":\"%s\"},"
            + "\"me\":{\"id\":\"%s:3@s.whatsapp.net\"},\"platform\":\"android\"}")
        .formatted(
            keys(OTHER),
            keys(OWN),
            keys(SIGNED),
            base64(signature),
            base64(signed.getDetails()),
            base64(signed.getAccountSignatureKey()),
            base64(signed.getAccountSignature()),
            base64(signed.getDeviceSignature()),
            number);
  }

  private static ByteString prefix(int kind) {
    return ByteString.copyFrom(new byte[] {6, (byte) kind});
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String keys(KeyPair pair) {
    return "{\"private\":\"%s\",\"public\":\"%s\"}"
        .formatted(base64(pair.privateKey().bytes()), base64(pair.publicKey().bytes()));
  }

  private static String session() {
    String key = base64(OTHER.publicKey().serialized());
    String own = base64(OWN.publicKey().serialized());
    String bytes = base64(OWN.privateKey().bytes());
    StringBuilder seeds = new StringBuilder();
    for (int i = 0; i < SEEDS; i++) {
      seeds.append(i == 0 ? "" : ",").append("\"%d\":\"%s\"".formatted(i, bytes));
    }
    return ("{\"_sessions\":{\"%1$s\":{\"registrationId\":5,\"currentRatchet\":{"
            + "\"ephemeralKeyPair\":{\"pubKey\":\"%2$s\",\"privKey\":\"%3$s\"},"
            + "\"lastRemoteEphemeralKey\":\"%1$s\",\"previousCounter\":0,\"rootKey\":\"%3$s\"},"
            + "\"indexInfo\":{\"baseKey\":\"%1$s\",\"baseKeyType\":1,\"closed\":-1,\"used\":1,"
            + "\"created\":1,\"remoteIdentityKey\":\"%1$s\"},\"_chains\":{"
            + "\"%2$s\":{\"chainKey\":{\"counter\":0,\"key\":\"%3$s\"},\"chainType\":1,"
            + "\"messageKeys\":{}},"
            + "\"%1$s\":{\"chainKey\":{\"counter\":2000,\"key\":\"%3$s\"},\"chainType\":2,"
            + "\"messageKeys\":{%4$s}}}}},\"version\":\"v1\"}")
        .formatted(key, own, bytes, seeds);
  }

  private static String senderKey() {
    String bytes = base64(OWN.privateKey().bytes());
    StringBuilder seeds = new StringBuilder();
    for (int i = 0; i < SEEDS; i++) {
      seeds
          .append(i == 0 ? "" : ",")
          .append("{\"iteration\":%d,\"seed\":\"%s\"}".formatted(i, bytes));
    }
    return ("[{\"senderKeyId\":1,\"senderChainKey\":{\"iteration\":2000,\"seed\":\"%s\"},"
            + "\"senderSigningKey\":{\"public\":\"%s\"},\"senderMessageKeys\":[%s]}]")
        .formatted(bytes, base64(OTHER.publicKey().serialized()), seeds);
  }
}
