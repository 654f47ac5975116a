package dev.kubezap.simulator.baileys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.pairing.PairingException;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.strict.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unmodified Baileys must be content with the server; needs Node.js 20 and npm. */
@Tag("slow")
class BaileysConformanceTest {
  private static final String OWN = "4915110000001";
  private static final String OTHER = "4915110000002";
  private static final String OTHER_JID = OTHER + "@s.whatsapp.net";

  @TempDir Path folder;
  private Simulator simulator;
  private BaileysPeer peer;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Own", false);
    simulator.addAccount(OTHER, "Other", true);
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
  }

  @AfterEach
  void stop() {
    peer.close();
    simulator.close();
  }

  @Test
  void pairsByQrAndTalks() throws IOException {
    peer.connect();
    simulator.scan(OWN, peer.awaitQr());
    assertThat(peer.awaitOpen().get("jid").asText()).isEqualTo(OWN + ":1@s.whatsapp.net");

    for (int i = 0; i < 5; i++) {
      peer.send(OTHER_JID, "phone number " + i);
      peer.awaitText("echo: phone number " + i);
      simulator.send(OTHER, OWN, "lid " + i, true);
      peer.awaitText("lid " + i);
      simulator.send(OTHER, OWN, "pn " + i, false);
      peer.awaitText("pn " + i);
    }
    simulator.send(OWN, OTHER, "from the own phone", true);
    assertThat(peer.awaitText("from the own phone").get("fromMe").asBoolean()).isTrue();
    peer.awaitText("echo: from the own phone");
    peer.send(lid(OTHER), "to the lid");
    peer.awaitText("echo: to the lid");

    assertThat(texts(OTHER, PhoneMessage.Direction.IN))
        .containsExactly(
            "phone number 0",
            "phone number 1",
            "phone number 2",
            "phone number 3",
            "phone number 4",
            "from the own phone",
            "to the lid");
    assertThat(texts(OWN, PhoneMessage.Direction.OUT)).contains("phone number 0", "to the lid");
    assertThat(violations()).isEmpty();
  }

  @Test
  void pairsByCode() throws IOException {
    peer.connect();
    peer.awaitQr();
    String code = peer.pairingCode(OWN);
    // Baileys tells the code when its request has been written, before the server has read it.
    await()
        .ignoreExceptionsInstanceOf(PairingException.class)
        .untilAsserted(
            () -> simulator.enterCode(OWN, code.substring(0, 4) + "-" + code.substring(4)));
    peer.awaitOpen();
    peer.send(OTHER_JID, "paired by code");
    peer.awaitText("echo: paired by code");
    assertThat(violations()).isEmpty();
  }

  @Test
  void getsWhatCameWhileItWasAway() throws IOException {
    peer.connect();
    simulator.scan(OWN, peer.awaitQr());
    peer.awaitOpen();
    peer.send(OTHER_JID, "before");
    peer.awaitText("echo: before");
    peer.disconnect();
    List<String> texts = IntStream.range(0, 20).mapToObj(i -> "while away " + i).toList();
    texts.forEach(text -> simulator.send(OTHER, OWN, text, true));
    peer.connect();
    peer.awaitOpen();
    texts.forEach(peer::awaitText);
    peer.send(OTHER_JID, "after");
    peer.awaitText("echo: after");
    assertThat(violations()).isEmpty();
  }

  @Test
  void asksAgainAndAnswersWhenAsked() throws IOException {
    peer.connect();
    simulator.scan(OWN, peer.awaitQr());
    peer.awaitOpen();
    String id = peer.send(OTHER_JID, "ask me again");
    peer.awaitText("echo: ask me again");
    simulator.askAgain(OTHER, OWN, id);
    await().until(() -> message(OTHER, id).timesDelivered() == 2);

    simulator.sendSpoiled(OTHER, OWN, "spoiled at first", true);
    peer.awaitText("spoiled at first");
    // Asked by a phone, Baileys encrypts anew for all devices, also for those that did not ask.
    assertThat(violations())
        .allMatch(v -> v.rule().equals("message-id-reused") && v.detail().startsWith(id));
  }

  @Test
  void readReceiptsReachBothSides() throws IOException {
    peer.connect();
    simulator.scan(OWN, peer.awaitQr());
    peer.awaitOpen();
    String sent = peer.send(OTHER_JID, "read me");
    peer.awaitText("echo: read me");
    assertThat(simulator.read(OTHER, OWN, sent)).isTrue();
    peer.await(e -> isStatus(e, sent, "READ"));

    String received = simulator.send(OTHER, OWN, "you read me", false);
    JsonNode message = peer.awaitText("you read me");
    peer.command("read", Map.of("chat", message.get("chat").asText(), "id", received));
    peer.send(OTHER_JID, "done");
    peer.awaitText("echo: done");
    Set<String> receipts =
        simulator
            .world()
            .locked(
                () ->
                    simulator
                        .server()
                        .accepted()
                        .find(OTHER, received)
                        .orElseThrow()
                        .deliveries()
                        .stream()
                        .flatMap(d -> d.receipts().stream())
                        .collect(Collectors.toSet()));
    assertThat(receipts).contains("read");
    assertThat(violations()).isEmpty();
  }

  @Test
  void hearsACallAndRefusesIt() throws IOException {
    peer.connect();
    simulator.scan(OWN, peer.awaitQr());
    peer.awaitOpen();
    String id = simulator.people().call(OTHER, OWN, true, false);
    JsonNode offer = peer.await(e -> isCall(e, id, "offer"));
    assertThat(offer.path("video").asBoolean()).isTrue();
    peer.command(
        "people",
        Map.of("method", "rejectCall", "arguments", "[\"" + id + "\", \"" + OTHER_JID + "\"]"));
    assertThat(simulator.people().isRejected(id)).isTrue();
    peer.await(e -> isCall(e, id, "terminate") || isCall(e, id, "reject"));
    assertThat(violations()).isEmpty();
  }

  private static boolean isCall(JsonNode event, String id, String status) {
    return event.path("event").asText().equals("call")
        && event.path("id").asText().equals(id)
        && event.path("status").asText().equals(status);
  }

  @Test
  void isLoggedOutByThePhone() throws IOException {
    peer.connect();
    simulator.scan(OWN, peer.awaitQr());
    peer.awaitOpen();
    assertThat(simulator.logOutCompanions(OWN)).isEqualTo(1);
    assertThat(peer.await(e -> isClose(e, 401)).get("code").asInt()).isEqualTo(401);
    peer.connect();
    peer.await(e -> isClose(e, 401));
    assertThat(violations()).isEmpty();
  }

  @Test
  void speaksOverTls() throws IOException {
    try (Simulator secure = Simulator.start(SimulatorConfig.defaults().withTls(true))) {
      secure.addAccount(OWN, "Own", false);
      Path ca = folder.resolve("ca.pem");
      Files.writeString(ca, secure.caPem().orElseThrow());
      Path other = Files.createDirectory(folder.resolve("tls"));
      try (BaileysPeer tls = BaileysPeer.start(secure.webSocketUrl(), other, Optional.of(ca))) {
        tls.connect();
        secure.scan(OWN, tls.awaitQr());
        tls.awaitOpen();
      }
    }
  }

  private static boolean isStatus(JsonNode event, String id, String status) {
    return event.path("event").asText().equals("status")
        && event.path("id").asText().equals(id)
        && event.path("status").asText().equals(status);
  }

  private static boolean isClose(JsonNode event, int code) {
    return event.path("event").asText().equals("close") && event.path("code").asInt() == code;
  }

  private PhoneMessage message(String number, String id) {
    return simulator.messages(number).stream()
        .filter(m -> m.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private String lid(String number) {
    return simulator.phone(number).account().lidJid().toString();
  }

  private List<String> texts(String number, PhoneMessage.Direction direction) {
    return simulator.messages(number).stream()
        .filter(m -> m.direction() == direction)
        .map(PhoneMessage::text)
        .toList();
  }

  private List<Violation> violations() {
    return simulator.violations().list();
  }
}
