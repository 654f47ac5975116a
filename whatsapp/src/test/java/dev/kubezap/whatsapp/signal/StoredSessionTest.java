package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A session stored by the first version stays readable, and the format does not drift unseen. */
final class StoredSessionTest {
  private static final String GOLDEN = "/dev/kubezap/whatsapp/signal/session-format-1.hex";

  @Test
  void theFormatIsThatOfTheGoldenFile() throws Exception {
    OurPeer bob = bobWithASession();
    assertThat(HexFormat.of().formatHex(bob.session().orElseThrow().encode().toByteArray()))
        .isEqualTo(golden());
  }

  @Test
  void theGoldenSessionStillWrites() throws Exception {
    SignalSession session =
        SignalSession.decode(ByteString.copyFrom(HexFormat.of().parseHex(golden())));
    assertThat(session.canEncrypt()).isTrue();
    assertThat(session.awaitsAnswer()).isTrue();
    assertThat(session.archived()).hasSize(1);
    Encrypted encrypted = SessionCipher.encrypt(session, ByteString.copyFromUtf8("text"));
    assertThat(encrypted.type()).isEqualTo(CiphertextType.PRE_KEY);
    assertThat(PreKeyMessage.parse(encrypted.bytes()).message().counter()).isEqualTo(1);
  }

  /** An archived state with a skipped key, and one in use that awaits its answer. */
  private static OurPeer bobWithASession() throws Exception {
    OurPeer alice = new OurPeer(1);
    OurPeer bob = new OurPeer(2);
    alice.begin(bob.publish(true));
    bob.decrypt(alice.encrypt("text"));
    alice.encrypt("lost");
    bob.decrypt(alice.encrypt("text"));
    bob.begin(alice.publish(true));
    bob.encrypt("text");
    return bob;
  }

  private static String golden() throws Exception {
    try (var stream = StoredSessionTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(stream).as(GOLDEN).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
