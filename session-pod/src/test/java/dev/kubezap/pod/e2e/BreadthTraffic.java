package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.proto.SyncValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What phones and callers do beside writing to each other, each awaited at the other side. A caller
 * repeats its request until it is answered, a message's under one key.
 */
final class BreadthTraffic {
  static final String THUMB = "\ud83d\udc4d";

  /** A picture's beginning: whatever follows it is no business of those who only look at it. */
  private static final byte[] PNG =
      HexFormat.of().parseHex("89504e470d0a1a0a0000000d4948445200000003000000020802000000");

  /** How a request is refused that is to come again. */
  private static final Set<String> LATER = Set.of("not-connected");

  private final Stage stage;
  private final Simulator simulator;
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, String> received = new LinkedHashMap<>();

  /** A text or a picture's caption that the API accepted, and whose phones are to show it. */
  record Sent(
      List<String> readers, String text, String key, String body, String id, String stanzaId) {}

  BreadthTraffic(Stage stage) {
    this.stage = stage;
    simulator = stage.simulator();
  }

  /** What the API accepted, in order. */
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** The stanza ids of what the phones sent, by text or caption. */
  Map<String, String> received() {
    return Map.copyOf(received);
  }

  /** The bytes of the picture with this caption. */
  static byte[] picture(String caption) {
    byte[] more = caption.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = Arrays.copyOf(PNG, PNG.length + more.length);
    System.arraycopy(more, 0, bytes, PNG.length, more.length);
    return bytes;
  }

  /** What a message shows: its text, or the words below its picture. */
  static String shown(JsonNode message) {
    return message.path(message.has("media") ? "caption" : "text").asText();
  }

  /** A text to an address, shown by these phones. */
  Sent textByApi(List<String> readers, String to, String text) {
    return byApi(
        readers, text, "{\"to\":\"" + to + "\",\"type\":\"text\",\"text\":\"" + text + "\"}");
  }

  /** A picture to a phone. */
  void pictureByApi(String phone, String caption) {
    String data = Base64.getEncoder().encodeToString(picture(caption));
    Sent _ =
        byApi(
            List.of(phone),
            caption,
            "{\"to\":\"+%s\",\"type\":\"image\",\"caption\":\"%s\",\"media\":{\"data\":\"%s\"}}"
                .formatted(phone, caption, data));
  }

  private Sent byApi(List<String> readers, String text, String body) {
    String key = text.replace(' ', '-');
    Sent done =
        CrashSteps.await("an answer for " + text)
            .until(() -> post(readers, text, key, body), Optional::isPresent)
            .orElseThrow();
    sent.add(done);
    for (String phone : readers) {
      CrashSteps.await(text + " at " + phone)
          .until(
              () ->
                  simulator.messages(phone).stream()
                      .anyMatch(message -> message.id().equals(done.stanzaId())));
    }
    return done;
  }

  /** Sends an accepted message's request again, and answers what it comes to. */
  Sent repeat(Sent message) throws IOException, InterruptedException {
    return post(message.readers(), message.text(), message.key(), message.body()).orElseThrow();
  }

  private Optional<Sent> post(List<String> readers, String text, String key, String body)
      throws IOException, InterruptedException {
    RestartedPod.Answer answer = stage.pod().post("/api/v1/messages?wait=none", body, key);
    return accepted(answer)
        ? Optional.of(
            new Sent(
                readers,
                text,
                key,
                body,
                answer.body().path("id").asText(),
                answer.body().path("stanzaId").asText()))
        : Optional.empty();
  }

  private static boolean accepted(RestartedPod.Answer answer) {
    if (answer.status() / 100 == 2) {
      return true;
    }
    if (answer.status() == 503 || LATER.contains(answer.body().path("code").asText())) {
      return false;
    }
    throw new AssertionError("answered by " + answer);
  }

  /** A text of a phone, to a group or, without one, to the session; answers its stanza's id. */
  String textByPhone(String phone, String group, String text) {
    String id =
        group.isEmpty()
            ? simulator.send(phone, Stage.OWN, text, false)
            : simulator.sendToGroup(phone, group, text);
    received.put(text, id);
    awaitStored(List.of(text));
    return id;
  }

  /** A picture of a phone, that a caller then looks at. */
  void pictureByPhone(String phone, String caption) {
    PhoneFile file = PhoneFile.image(Bytes.of(picture(caption)), caption);
    received.put(caption, simulator.send(phone, Stage.OWN, file, true));
    awaitStored(List.of(caption));
    CrashSteps.await("the bytes of " + caption)
        .until(
            () -> {
              JsonNode message = byStanza(received.getOrDefault(caption, ""));
              return stage.pod().file(message.path("media").path("url").asText()).length > 0;
            });
  }

  /** Waits until these texts and captions are stored. */
  void awaitStored(List<String> texts) {
    CrashSteps.await("stored: " + texts)
        .until(
            () -> {
              List<String> stored = new ArrayList<>();
              for (String direction : List.of("in", "out")) {
                stage.pod().messages(direction).forEach(message -> stored.add(shown(message)));
              }
              return stored.containsAll(texts);
            });
  }

  /** The first stored message of this stanza. */
  JsonNode byStanza(String stanzaId) throws IOException, InterruptedException {
    JsonNode items = stage.pod().ask("/api/v1/messages?stanzaId=" + stanzaId).body().path("items");
    if (items.isEmpty()) {
      throw new IOException("there is no message with the stanza " + stanzaId);
    }
    return items.path(0);
  }

  /** The caller changes what it sent, which is to be read at the phones then. */
  void editByApi(Sent message, String text) {
    CrashSteps.await("changed to " + text)
        .until(
            () ->
                accepted(
                    stage
                        .pod()
                        .patch(
                            "/api/v1/messages/" + message.id() + "?wait=none",
                            "{\"text\":\"" + text + "\"}")));
    CrashSteps.await("stored as " + text)
        .until(() -> shown(byStanza(message.stanzaId())).equals(text));
  }

  /** The caller likes what came from a phone. */
  void reactByApi(String phone, String stanzaId) {
    CrashSteps.await("liked")
        .until(
            () ->
                accepted(
                    stage
                        .pod()
                        .put(
                            "/api/v1/messages/"
                                + byStanza(stanzaId).path("id").asText()
                                + "/reaction?wait=none",
                            "{\"emoji\":\"" + THUMB + "\"}")));
    CrashSteps.await("the reaction at " + phone).until(() -> !reactionsAt(phone).isEmpty());
  }

  /** The messages by which the session's account reacts, as a phone shows them. */
  List<PhoneMessage> reactionsAt(String phone) {
    return simulator.messages(phone).stream()
        .filter(message -> message.direction() == PhoneMessage.Direction.IN)
        .filter(message -> Additions.of(message).isReaction())
        .toList();
  }

  /** A phone's user changes what it wrote. */
  void editByPhone(String phone, String stanzaId, PhoneContent edit, String text) {
    String _ = simulator.send(phone, Stage.OWN, edit, false);
    CrashSteps.await("stored as " + text).until(() -> shown(byStanza(stanzaId)).equals(text));
  }

  /** A phone's user likes what the session sent. */
  void reactByPhone(String phone, Sent message, PhoneContent reaction) {
    String _ = simulator.send(phone, Stage.OWN, reaction, false);
    CrashSteps.await("the reaction is stored")
        .until(() -> byStanza(message.stanzaId()).path("reactions").size() == 1);
  }

  /** The caller archives the chat with a phone, or takes it back. */
  void archiveByApi(String phone, boolean on) {
    CrashSteps.await("archived: " + on)
        .until(
            () ->
                accepted(
                    stage
                        .pod()
                        .patch("/api/v1/chats/" + address(phone), "{\"archived\":" + on + "}")));
    CrashSteps.await("archived at the phone: " + on).until(() -> isArchivedAtPhone(phone) == on);
  }

  /** The own phone pins the chat with a phone, or takes it back. */
  void pinByPhone(String phone, boolean on) {
    simulator.chats().pin(Stage.OWN, lid(phone), on);
    CrashSteps.await("pinned: " + on).until(() -> chat(phone).path("pinned").asBoolean() == on);
  }

  /** The chat with a phone. */
  JsonNode chat(String phone) throws IOException, InterruptedException {
    RestartedPod.Answer answer = stage.pod().ask("/api/v1/chats/" + address(phone));
    if (answer.status() != 200) {
      throw new IOException("the chat was answered by " + answer);
    }
    return answer.body();
  }

  /** Whether the own phone shows the chat with a phone as archived. */
  boolean isArchivedAtPhone(String phone) {
    return simulator
        .chats()
        .value(Stage.OWN, "regular_low", "archive", lid(phone))
        .map(SyncValue::getArchive)
        .filter(archive -> archive.getOn())
        .isPresent();
  }

  /** Whether the own phone shows the chat with a phone as pinned. */
  boolean isPinnedAtPhone(String phone) {
    return simulator
        .chats()
        .value(Stage.OWN, "regular_low", "pin_v1", lid(phone))
        .map(SyncValue::getPin)
        .filter(pin -> pin.getOn())
        .isPresent();
  }

  private static String address(String phone) {
    return phone + "@s.whatsapp.net";
  }

  private String lid(String phone) {
    return simulator.phone(phone).account().lid() + "@lid";
  }
}
