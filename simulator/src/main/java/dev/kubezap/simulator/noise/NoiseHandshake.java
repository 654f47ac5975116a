package dev.kubezap.simulator.noise;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.proto.HandshakeMessage;

/**
 * The server's part of Noise XX. A client that begins with IK is answered by XXfallback, as by a
 * server that does not know it. Bytes in, bytes out.
 */
public final class NoiseHandshake {
  private static final String XX = "Noise_XX_25519_AESGCM_SHA256";
  private static final String XX_FALLBACK = "Noise_XXfallback_25519_AESGCM_SHA256";

  private final KeyPair server;
  private final KeyPair ephemeral;
  private final Bytes prologue;
  private SymmetricState state = new SymmetricState(XX);

  /** With the static key, a fresh ephemeral key and the four bytes that the client began with. */
  public NoiseHandshake(KeyPair server, KeyPair ephemeral, Bytes prologue) {
    this.server = server;
    this.ephemeral = ephemeral;
    this.prologue = prologue;
  }

  /** The server hello that answers a client hello. */
  public Bytes hello(Bytes clientHello, Bytes certificateChain)
      throws InvalidProtocolBufferException {
    HandshakeMessage.ClientHello hello =
        HandshakeMessage.parseFrom(clientHello.toArray()).getClientHello();
    if (hello.hasStaticKey()) {
      state = new SymmetricState(XX_FALLBACK);
    }
    Bytes clientEphemeral = Bytes.of(hello.getEphemeral());
    state.mixHash(prologue);
    state.mixHash(clientEphemeral);
    state.mixHash(ephemeral.publicKey());
    state.mixKey(Curve25519.agree(ephemeral.privateKey(), clientEphemeral));
    Bytes encryptedStatic = state.encrypt(server.publicKey());
    state.mixKey(Curve25519.agree(server.privateKey(), clientEphemeral));
    Bytes encryptedChain = state.encrypt(certificateChain);
    HandshakeMessage.ServerHello answer =
        HandshakeMessage.ServerHello.newBuilder()
            .setEphemeral(ephemeral.publicKey().toProto())
            .setStaticKey(encryptedStatic.toProto())
            .setPayload(encryptedChain.toProto())
            .build();
    return Bytes.of(HandshakeMessage.newBuilder().setServerHello(answer).build().toByteString());
  }

  /** Reads the client finish and ends the handshake. */
  public Established finish(Bytes clientFinish) throws InvalidProtocolBufferException {
    HandshakeMessage.ClientFinish finish =
        HandshakeMessage.parseFrom(clientFinish.toArray()).getClientFinish();
    Bytes clientStatic = state.decrypt(Bytes.of(finish.getStaticKey()));
    state.mixKey(Curve25519.agree(ephemeral.privateKey(), clientStatic));
    Bytes payload = state.decrypt(Bytes.of(finish.getPayload()));
    Bytes keys = state.split();
    return new Established(
        clientStatic, payload, new NoiseCipher(keys.slice(0, 32)), new NoiseCipher(keys.slice(32)));
  }

  /**
   * The end of a handshake.
   *
   * @param clientStatic the client's noise key, which authenticates a device
   * @param payload the encoded ClientPayload
   * @param in decrypts what the client sends
   * @param out encrypts what the server sends
   */
  public record Established(Bytes clientStatic, Bytes payload, NoiseCipher in, NoiseCipher out) {}
}
