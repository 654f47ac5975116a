package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.proto.ADVDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentityHMAC;
import dev.kubezap.whatsapp.store.StateReader;

/** What a phone does when it scanned the QR code of a stored attempt. */
record PhoneSide(PairingAttempt attempt, KeyPair account) {

  static PhoneSide of(StateReader state) {
    return new PhoneSide(
        state.read(new PairingAttemptKey()).orElseThrow(),
        Curve25519.generate(new SeededBytes(11)));
  }

  Node pairSuccess(String number) {
    return Node.of(
            "iq",
            Node.of(
                "pair-success",
                Node.of("device-identity", identity(attempt.advSecret())),
                Node.of("device")
                    .with("jid", number + ":7@s.whatsapp.net")
                    .with("lid", "100200300:7@lid"),
                Node.of("platform").with("name", "android")))
        .with("from", Jid.SERVICE)
        .with("type", "set")
        .with("id", "s1")
        .with("xmlns", "md");
  }

  ByteString identity(ByteString secret) {
    ByteString details =
        ADVDeviceIdentity.newBuilder()
            .setRawId(5)
            .setTimestamp(6)
            .setKeyIndex(9)
            .build()
            .toByteString();
    ByteString statement =
        ByteString.copyFrom(new byte[] {6, 0})
            .concat(details)
            .concat(attempt.identityKey().publicKey().bytes());
    ByteString signed =
        ADVSignedDeviceIdentity.newBuilder()
            .setDetails(details)
            .setAccountSignatureKey(account.publicKey().bytes())
            .setAccountSignature(
                Curve25519.sign(account.privateKey(), statement, new SeededBytes(12)))
            .build()
            .toByteString();
    return ADVSignedDeviceIdentityHMAC.newBuilder()
        .setDetails(signed)
        .setHmac(ByteString.copyFrom(Hmac.sha256(secret.toByteArray(), signed.toByteArray())))
        .build()
        .toByteString();
  }
}
