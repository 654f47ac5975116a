package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.noise.NoiseResponder;
import dev.kubezap.whatsapp.noise.TestCertificates;
import dev.kubezap.whatsapp.transport.FrameSplitter;
import dev.kubezap.whatsapp.transport.Frames;
import java.util.ArrayList;
import java.util.List;

/** The server's end of one connection: takes bytes, gives bytes, and remembers the stanzas. */
public final class TestPeer {

  private enum State {
    INTRODUCTION,
    CLIENT_HELLO,
    CLIENT_FINISH,
    OPEN
  }

  private final NoiseResponder noise;
  private final int introductionLength;
  private final FrameSplitter frames = new FrameSplitter();
  private final List<Node> received = new ArrayList<>();
  private State state = State.INTRODUCTION;
  private ByteString early = ByteString.EMPTY;
  private ByteString introduction = ByteString.EMPTY;
  private ByteString clientPayload = ByteString.EMPTY;

  public TestPeer(TestCertificates certificates) {
    this(certificates, 4);
  }

  TestPeer(TestCertificates certificates, int introductionLength) {
    this.noise = new NoiseResponder(certificates, Curve25519.generate(TestCertificates.seeded(17)));
    this.introductionLength = introductionLength;
  }

  /** Takes bytes of the client and answers what the handshake demands, possibly nothing. */
  public byte[] receive(byte[] bytes) {
    byte[] rest = bytes;
    if (state == State.INTRODUCTION) {
      early = early.concat(ByteString.copyFrom(bytes));
      if (early.size() < introductionLength) {
        return new byte[0];
      }
      introduction = early.substring(0, introductionLength);
      rest = early.substring(introductionLength).toByteArray();
      state = State.CLIENT_HELLO;
    }
    frames.add(rest);
    ByteString answer = ByteString.EMPTY;
    for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
      answer = answer.concat(ByteString.copyFrom(take(frame)));
    }
    return answer.toByteArray();
  }

  private byte[] take(byte[] frame) {
    switch (state) {
      case CLIENT_HELLO -> {
        state = State.CLIENT_FINISH;
        return Frames.frame(noise.hello(frame));
      }
      case CLIENT_FINISH -> {
        state = State.OPEN;
        clientPayload = noise.finish(frame);
      }
      default -> {
        try {
          received.add(NodeDecoder.decode(noise.decrypt(frame)));
        } catch (NodeFormatException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return new byte[0];
  }

  /** The bytes of a stanza to the client. */
  public byte[] bytes(Node stanza) {
    return frame(NodeEncoder.encode(stanza));
  }

  /** The bytes of a frame with any plaintext. */
  public byte[] frame(byte[] plaintext) {
    return Frames.frame(noise.encrypt(plaintext));
  }

  /** The stanzas that came since the last call. */
  public List<Node> takeReceived() {
    List<Node> taken = List.copyOf(received);
    received.clear();
    return taken;
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  ByteString introduction() {
    return introduction;
  }

  ByteString clientPayload() {
    return clientPayload;
  }
}
