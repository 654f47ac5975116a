package dev.kubezap.simulator.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.proto.CertificateChain;
import dev.kubezap.simulator.proto.HandshakeMessage;
import dev.kubezap.simulator.proto.NoiseCertificateDetails;

/** The client's part of Noise XX, written for tests. */
final class ClientHandshake {
  static final Bytes INTRO = Bytes.of((byte) 'W', (byte) 'A', (byte) 6, (byte) 3);

  private final KeyPair ephemeral;
  private final Bytes root;
  private Bytes hash = Bytes.concat(Bytes.utf8("Noise_XX_25519_AESGCM_SHA256"), zeros(4));
  private Bytes chainingKey = hash;
  private Bytes key = hash;
  private int counter;

  ClientHandshake(KeyPair ephemeral, Bytes root) {
    this.ephemeral = ephemeral;
    this.root = root;
    mixHash(INTRO);
    mixHash(ephemeral.publicKey());
  }

  private static Bytes zeros(int size) {
    return Bytes.of(new byte[size]);
  }

  Bytes hello() {
    return Bytes.of(
        HandshakeMessage.newBuilder()
            .setClientHello(
                HandshakeMessage.ClientHello.newBuilder()
                    .setEphemeral(ephemeral.publicKey().toProto()))
            .build()
            .toByteString());
  }

  /** Reads the server hello, checks the certificates, and makes the client finish. */
  Bytes finish(Bytes serverHello, KeyPair noiseKey, Bytes payload)
      throws InvalidProtocolBufferException {
    HandshakeMessage.ServerHello hello =
        HandshakeMessage.parseFrom(serverHello.toArray()).getServerHello();
    Bytes theirEphemeral = Bytes.of(hello.getEphemeral());
    mixHash(theirEphemeral);
    mixKey(Curve25519.agree(ephemeral.privateKey(), theirEphemeral));
    Bytes theirStatic = decrypt(Bytes.of(hello.getStaticKey()));
    mixKey(Curve25519.agree(ephemeral.privateKey(), theirStatic));
    verify(decrypt(Bytes.of(hello.getPayload())), theirStatic);
    Bytes encryptedStatic = encrypt(noiseKey.publicKey());
    mixKey(Curve25519.agree(noiseKey.privateKey(), theirEphemeral));
    HandshakeMessage.ClientFinish finish =
        HandshakeMessage.ClientFinish.newBuilder()
            .setStaticKey(encryptedStatic.toProto())
            .setPayload(encrypt(payload).toProto())
            .build();
    return Bytes.of(HandshakeMessage.newBuilder().setClientFinish(finish).build().toByteString());
  }

  private void verify(Bytes chain, Bytes theirStatic) throws InvalidProtocolBufferException {
    CertificateChain certificates = CertificateChain.parseFrom(chain.toArray());
    NoiseCertificateDetails intermediate =
        NoiseCertificateDetails.parseFrom(certificates.getIntermediate().getDetails());
    NoiseCertificateDetails leaf =
        NoiseCertificateDetails.parseFrom(certificates.getLeaf().getDetails());
    boolean valid =
        intermediate.getIssuerSerial() == 0
            && leaf.getIssuerSerial() == intermediate.getSerial()
            && Bytes.of(leaf.getKey()).equals(theirStatic)
            && XEdDsa.verify(
                root,
                Bytes.of(certificates.getIntermediate().getDetails()),
                Bytes.of(certificates.getIntermediate().getSignature()))
            && XEdDsa.verify(
                Bytes.of(intermediate.getKey()),
                Bytes.of(certificates.getLeaf().getDetails()),
                Bytes.of(certificates.getLeaf().getSignature()));
    if (!valid) {
      throw new IllegalStateException("The certificate chain is not valid");
    }
  }

  /** What the client writes with, then what it reads with. */
  Bytes keys() {
    return Digests.hkdf(Bytes.EMPTY, chainingKey, Bytes.EMPTY, 64);
  }

  static Bytes iv(int counter) {
    return Bytes.concat(zeros(8), Bytes.number(counter, 4));
  }

  private void mixHash(Bytes data) {
    hash = Digests.sha256(Bytes.concat(hash, data));
  }

  private void mixKey(Bytes secret) {
    Bytes keys = Digests.hkdf(secret, chainingKey, Bytes.EMPTY, 64);
    chainingKey = keys.slice(0, 32);
    key = keys.slice(32);
    counter = 0;
  }

  private Bytes encrypt(Bytes plaintext) {
    Bytes ciphertext = Aes.gcmEncrypt(key, iv(counter++), hash, plaintext);
    mixHash(ciphertext);
    return ciphertext;
  }

  private Bytes decrypt(Bytes ciphertext) {
    Bytes plaintext = Aes.gcmDecrypt(key, iv(counter++), hash, ciphertext);
    mixHash(ciphertext);
    return plaintext;
  }
}
