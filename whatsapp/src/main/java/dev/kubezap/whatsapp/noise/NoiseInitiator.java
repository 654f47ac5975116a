package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.HandshakeMessage;
import dev.kubezap.whatsapp.proto.HandshakeMessage.ClientFinish;
import dev.kubezap.whatsapp.proto.HandshakeMessage.ClientHello;
import dev.kubezap.whatsapp.proto.HandshakeMessage.ServerHello;
import java.time.Instant;

/**
 * The client's side of Noise XX after its first message: it waits for the server's hello. There is
 * no state after the answer; that is {@link Completed}.
 *
 * <pre>
 * client                      server
 *   e                    →
 *                        ←    e, ee, s, es, certificate chain
 *   s, se, client payload →
 * </pre>
 *
 * <p>Immutable. An ephemeral key pair belongs to one handshake.
 */
public final class NoiseInitiator {

  /** The bytes that open a connection: {@code WA}, protocol 6, token dictionary 3. */
  public static final ByteString INTRODUCTION = ByteString.copyFrom(new byte[] {'W', 'A', 6, 3});

  private static final int ENCRYPTED_KEY = PublicKey.LENGTH + 16;

  private final KeyPair ephemeral;
  private final SymmetricState state;

  private NoiseInitiator(KeyPair ephemeral, SymmetricState state) {
    this.ephemeral = ephemeral;
    this.state = state;
  }

  /**
   * What the handshake gave.
   *
   * @param clientFinish the client's second and last handshake message, to be sent as a frame
   * @param transport the ciphers of all later frames
   */
  public record Completed(ByteString clientFinish, NoiseTransport transport) {}

  /** Starts a handshake with a key pair that was made for it. */
  public static NoiseInitiator start(KeyPair ephemeral) {
    return new NoiseInitiator(
        ephemeral,
        SymmetricState.initial().mixHash(INTRODUCTION).mixHash(ephemeral.publicKey().bytes()));
  }

  /** The client's first handshake message, to be sent as a frame behind the introduction. */
  public ByteString clientHello() {
    return HandshakeMessage.newBuilder()
        .setClientHello(ClientHello.newBuilder().setEphemeral(ephemeral.publicKey().bytes()))
        .build()
        .toByteString();
  }

  /**
   * Takes the server's hello and completes the handshake.
   *
   * @param frame the first frame from the server
   * @param identity the noise key pair, which is the login of a paired device
   * @param root key that the server's certificates must lead to
   * @param clientPayload what the client says of itself, see {@link LoginPayload}
   * @param now for the certificates' validity
   * @throws HandshakeException when the server is not who it must be
   */
  public Completed complete(
      ByteString frame, KeyPair identity, PublicKey root, ByteString clientPayload, Instant now)
      throws HandshakeException {
    ServerHello hello = serverHello(frame);
    PublicKey serverEphemeral = new PublicKey(hello.getEphemeral());
    SymmetricState.With key =
        state
            .mixHash(serverEphemeral.bytes())
            .mixKey(ephemeral.privateKey(), serverEphemeral)
            .decrypt(hello.getStatic());
    PublicKey serverKey = new PublicKey(key.bytes());
    SymmetricState.With certificates =
        key.state().mixKey(ephemeral.privateKey(), serverKey).decrypt(hello.getPayload());
    CertificateChain.verify(certificates.bytes(), root, serverKey, now);
    SymmetricState.With ourKey = certificates.state().encrypt(identity.publicKey().bytes());
    SymmetricState.With payload =
        ourKey.state().mixKey(identity.privateKey(), serverEphemeral).encrypt(clientPayload);
    ByteString finish =
        HandshakeMessage.newBuilder()
            .setClientFinish(
                ClientFinish.newBuilder().setStatic(ourKey.bytes()).setPayload(payload.bytes()))
            .build()
            .toByteString();
    return new Completed(finish, payload.state().split());
  }

  private static ServerHello serverHello(ByteString frame) throws HandshakeException {
    try {
      ServerHello hello = HandshakeMessage.parseFrom(frame).getServerHello();
      if (hello.getEphemeral().size() == PublicKey.LENGTH
          && hello.getStatic().size() == ENCRYPTED_KEY) {
        return hello;
      }
    } catch (InvalidProtocolBufferException notAMessage) {
      throw new HandshakeException(
          HandshakeException.Kind.MALFORMED,
          "The server's first frame is no handshake message",
          notAMessage);
    }
    throw new HandshakeException(
        HandshakeException.Kind.MALFORMED, "The server's first frame is no server hello");
  }
}
