package dev.kubezap.whatsapp.connection;

import static dev.kubezap.whatsapp.connection.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.noise.ClientProfile;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.noise.HandshakeException;
import dev.kubezap.whatsapp.noise.RegistrationPayload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole lower half against a server that was written apart from it. */
@Tag("slow")
@Timeout(60)
class SimulatorConnectionTest {

  private final RandomBytes random = RandomBytes.secure(new SecureRandom());
  private final RecordingListener listener = new RecordingListener();
  private Simulator simulator;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void registersAndIsToldWhatToShow(boolean tls) throws Exception {
    simulator.close();
    simulator = Simulator.start(SimulatorConfig.defaults().withTls(tls));
    PublicKey root =
        new PublicKey(ByteString.copyFrom(HexFormat.of().parseHex(simulator.noiseRoot())));
    Connection connection = connect(root);
    assertThat(await(listener.heard)).isEqualTo("pairing #1");
    Node pairDevice = await(listener.stanzas);
    assertThat(pairDevice.requiredChild("pair-device").children("ref")).hasSize(6);
    connection.send(
        Node.of("iq")
            .with("to", pairDevice.requiredJid("from"))
            .with("type", "result")
            .with("id", pairDevice.requiredAttribute("id")));
    connection.close("done");
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.ClosedLocally("done"));
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void namesTheWayBeforeItIntroducesItself() throws Exception {
    PublicKey root =
        new PublicKey(ByteString.copyFrom(HexFormat.of().parseHex(simulator.noiseRoot())));
    Connection connection = connect(root, Optional.of(ByteString.copyFromUtf8("frankfurt")));
    assertThat(await(listener.heard)).isEqualTo("pairing #1");
    connection.close("done");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void doesNotTalkToAServerOfAnotherRoot() throws Exception {
    connect(ConnectionSettings.PRODUCTION_NOISE_ROOT);
    assertThat(await(listener.reasons))
        .isInstanceOfSatisfying(
            CloseReason.HandshakeFailed.class,
            reason -> assertThat(reason.kind()).isEqualTo(HandshakeException.Kind.UNTRUSTED));
  }

  private Connection connect(PublicKey root) throws IOException {
    return connect(root, Optional.empty());
  }

  private Connection connect(PublicKey root, Optional<ByteString> routing) throws IOException {
    KeyPair identity = Curve25519.generate(random);
    KeyPair signedPrekey = Curve25519.generate(random);
    ClientProfile profile =
        ClientProfile.of(ClientVersion.parse("2.3000.1045649367"), "Chrome (Linux)");
    ByteString signature =
        Curve25519.sign(identity.privateKey(), signedPrekey.publicKey().serialized(), random);
    RegistrationPayload payload =
        new RegistrationPayload(
            profile, 1234, identity.publicKey(), 1, signedPrekey.publicKey(), signature);
    Optional<Path> caFile =
        simulator.caPem().isPresent()
            ? Optional.of(Files.writeString(folder.resolve("ca.pem"), simulator.caPem().get()))
            : Optional.empty();
    ConnectionSettings settings =
        new ConnectionSettings(
            URI.create(simulator.webSocketUrl()),
            root,
            Optional.empty(),
            caFile,
            ConnectionTimes.DEFAULT);
    ConnectionAttempt attempt =
        new ConnectionAttempt(
            new ConnectionId(1), Curve25519.generate(random), payload.encoded(), routing);
    return TransportConnector.overWebSocket(settings, random, InstantSource.system())
        .connect(attempt, listener);
  }
}
