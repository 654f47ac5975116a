package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.CryptoException;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.HandshakeMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The server's side of the handshake and its ciphers, for tests. Written from the specification and
 * apart from {@link SymmetricState}, so that a mistake there is not made twice.
 */
public final class NoiseResponder {

  private final TestCertificates certificates;
  private final KeyPair ephemeral;
  private byte[] hash = "Noise_XX_25519_AESGCM_SHA256\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
  private byte[] chainingKey = hash;
  private byte[] key = hash;
  private int counter;
  private byte[] sendingKey = {};
  private int sent;
  private int received;

  /** A responder with its certificates and an ephemeral key pair of its own. */
  public NoiseResponder(TestCertificates certificates, KeyPair ephemeral) {
    this.certificates = certificates;
    this.ephemeral = ephemeral;
  }

  /** Takes the client's hello and answers the server's. */
  public byte[] hello(byte[] clientHello) {
    try {
      ByteString client = HandshakeMessage.parseFrom(clientHello).getClientHello().getEphemeral();
      mix(new byte[] {'W', 'A', 6, 3});
      mix(client.toByteArray());
      mix(ephemeral.publicKey().bytes().toByteArray());
      mixKey(ephemeral, client);
      ByteString identity = seal(certificates.server().publicKey().bytes());
      mixKey(certificates.server(), client);
      return HandshakeMessage.newBuilder()
          .setServerHello(
              HandshakeMessage.ServerHello.newBuilder()
                  .setEphemeral(ephemeral.publicKey().bytes())
                  .setStatic(identity)
                  .setPayload(seal(certificates.chain())))
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Takes the client's last message and answers the payload in it. */
  public ByteString finish(byte[] clientFinish) {
    try {
      HandshakeMessage.ClientFinish finish =
          HandshakeMessage.parseFrom(clientFinish).getClientFinish();
      ByteString identity = open(finish.getStatic());
      mixKey(ephemeral, identity);
      ByteString payload = open(finish.getPayload());
      byte[] keys = Hkdf.derive(new byte[0], chainingKey, new byte[0], 64);
      key = Arrays.copyOf(keys, 32);
      sendingKey = Arrays.copyOfRange(keys, 32, 64);
      return payload;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Encrypts the next frame to the client. */
  public byte[] encrypt(byte[] plaintext) {
    return AesGcm.encrypt(sendingKey, iv(sent++), new byte[0], plaintext);
  }

  /** Decrypts the next frame from the client. */
  public byte[] decrypt(byte[] ciphertext) {
    try {
      return AesGcm.decrypt(key, iv(received++), new byte[0], ciphertext);
    } catch (CryptoException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void mix(byte[] data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(hash);
      hash = digest.digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void mixKey(KeyPair ours, ByteString theirs) {
    try {
      byte[] secret = Curve25519.agree(ours.privateKey(), new PublicKey(theirs));
      byte[] keys = Hkdf.derive(secret, chainingKey, new byte[0], 64);
      chainingKey = Arrays.copyOf(keys, 32);
      key = Arrays.copyOfRange(keys, 32, 64);
      counter = 0;
    } catch (CryptoException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ByteString seal(ByteString plaintext) {
    byte[] ciphertext = AesGcm.encrypt(key, iv(counter++), hash, plaintext.toByteArray());
    mix(ciphertext);
    return ByteString.copyFrom(ciphertext);
  }

  private ByteString open(ByteString ciphertext) {
    try {
      byte[] plaintext = AesGcm.decrypt(key, iv(counter++), hash, ciphertext.toByteArray());
      mix(ciphertext.toByteArray());
      return ByteString.copyFrom(plaintext);
    } catch (CryptoException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] iv(int counter) {
    return ByteBuffer.allocate(12).putLong(4, counter).array();
  }
}
