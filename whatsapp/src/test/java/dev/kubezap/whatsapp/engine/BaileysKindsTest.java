package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.ContactContent;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.LocationContent;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.QuotedMessage;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of message that both sides have, to and from an unmodified Baileys and a phone. */
@Tag("slow")
class BaileysKindsTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final String OUR_JID = "4915112345678@s.whatsapp.net";
  private static final Jid THEIR_JID = Jid.phoneNumber("4915187654321");
  private static final MessageContext NONE = MessageContext.NONE;

  @TempDir private Path folder;
  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private BaileysPeer peer;
  private LiveClient live;

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false, Addressing.ANY);
    simulator.addAccount(THEIRS, "Bob", false, Addressing.ANY);
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
    live = LiveClient.of(simulator, store, new MemoryIdentityStore()).pair(simulator, OURS);
    peer.connect();
    simulator.scan(THEIRS, peer.awaitQr());
    peer.awaitOpen();
  }

  @AfterEach
  void close() {
    live.close();
    peer.close();
    simulator.close();
  }

  private StoredMessage sent(Composable content) throws Exception {
    SendResult result =
        live.client
            .send(new SendRequest(THEIR_JID, content, Map.of(), Optional.empty()))
            .get(20, TimeUnit.SECONDS);
    return ((SendResult.Accepted) result).message();
  }

  /** The part of a message as Baileys read it. */
  private JsonNode readByBaileys(StoredMessage message, String part) {
    return peer.await(
            event ->
                BaileysPeer.event("message").test(event)
                    && event.path("id").asText().equals(message.stanzaId()))
        .path("content")
        .path(part);
  }

  private StoredMessage received(String stanzaId) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                store.messages().stream()
                    .filter(message -> message.stanzaId().equals(stanzaId))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private Content fromBaileys(String content) throws IOException {
    return received(peer.sendContent(OUR_JID, content)).content();
  }

  private MessageAdditions additions(StoredMessage message) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> store.read(new AdditionsKey(message.id())), Optional::isPresent)
        .orElseThrow();
  }

  @Test
  @Conformance(
      value = {
        Capability.LOCATION,
        Capability.CONTACT_CARD,
        Capability.POLL,
        Capability.REPLY,
        Capability.MENTION
      },
      in = Direction.OURS_TO_BAILEYS)
  void baileysReadsWhatWeSend() throws Exception {
    LocationContent pier =
        new LocationContent(
            1.5, -2.25, Optional.of("Pier"), Optional.empty(), Optional.empty(), 0, NONE);
    JsonNode place = readByBaileys(sent(pier), "locationMessage");
    assertThat(place.path("degreesLatitude").asDouble()).isEqualTo(1.5);
    assertThat(place.path("name").asText()).isEqualTo("Pier");

    ContactContent cards =
        new ContactContent(
            List.of(
                new ContactContent.Card("Eva", "BEGIN:VCARD\nFN:Eva\nEND:VCARD"),
                new ContactContent.Card("Leo", "BEGIN:VCARD\nFN:Leo\nEND:VCARD")),
            NONE);
    JsonNode contacts = readByBaileys(sent(cards), "contactsArrayMessage").path("contacts");
    assertThat(contacts.findValuesAsText("displayName")).containsExactly("Eva", "Leo");

    StoredMessage poll = sent(new PollContent("Tea?", List.of("yes", "no"), 1, NONE));
    assertThat(readByBaileys(poll, "pollCreationMessageV3").path("name").asText())
        .isEqualTo("Tea?");

    StoredMessage question = sent(TextContent.of("how?"));
    MessageContext quote =
        new MessageContext(
            Optional.of(
                QuotedMessage.of(question.stanzaId(), question.sender(), question.encoded())),
            List.of(THEIR_JID),
            false,
            0,
            Optional.empty());
    JsonNode context =
        readByBaileys(sent(TextContent.of("so").with(quote)), "extendedTextMessage")
            .path("contextInfo");
    assertThat(context.path("stanzaId").asText()).isEqualTo(question.stanzaId());
    assertThat(context.path("participant").asText()).isEqualTo(OUR_JID);
    assertThat(context.path("quotedMessage").path("conversation").asText()).isEqualTo("how?");
    assertThat(context.path("mentionedJid").path(0).asText()).isEqualTo(THEIR_JID.toString());
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = {Capability.LOCATION, Capability.CONTACT_CARD, Capability.POLL},
      in = Direction.BAILEYS_TO_OURS)
  void weReadWhatBaileysSends() throws Exception {
    assertThat(
            fromBaileys(
                "{\"location\":{\"degreesLatitude\":1.5,\"degreesLongitude\":-2.25,"
                    + "\"name\":\"Pier\"}}"))
        .isEqualTo(
            new LocationContent(
                1.5, -2.25, Optional.of("Pier"), Optional.empty(), Optional.empty(), 0, NONE));
    assertThat(
            fromBaileys(
                "{\"contacts\":{\"displayName\":\"Eva\",\"contacts\":[{\"displayName\":\"Eva\","
                    + "\"vcard\":\"BEGIN:VCARD\"}]}}"))
        .isEqualTo(
            new ContactContent(List.of(new ContactContent.Card("Eva", "BEGIN:VCARD")), NONE));
    assertThat(
            fromBaileys(
                "{\"poll\":{\"name\":\"Tea?\",\"values\":[\"yes\",\"no\"],"
                    + "\"selectableCount\":1}}"))
        .isEqualTo(new PollContent("Tea?", List.of("yes", "no"), 1, NONE));
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = {Capability.REACTION, Capability.EDIT, Capability.DELETE},
      in = Direction.BAILEYS_TO_OURS)
  void reactionsEditsAndDeletionsOfBaileysShowInTheirMessages() throws Exception {
    StoredMessage ours = sent(TextContent.of("like it?"));
    peer.awaitText("like it?");
    peer.sendContent(
        OUR_JID,
        "{\"react\":{\"text\":\"👍\",\"key\":{\"remoteJid\":\""
            + OUR_JID
            + "\",\"fromMe\":false,\"id\":\""
            + ours.stanzaId()
            + "\"}}}");
    assertThat(additions(ours).reactions())
        .singleElement()
        .satisfies(
            reaction -> {
              assertThat(reaction.emoji()).contains("👍");
              assertThat(reaction.sender()).isEqualTo(THEIR_JID);
            });

    String theirs = peer.send(OUR_JID, "helo");
    StoredMessage received = received(theirs);
    String key = "{\"remoteJid\":\"" + OUR_JID + "\",\"fromMe\":true,\"id\":\"" + theirs + "\"}";
    peer.sendContent(OUR_JID, "{\"text\":\"hello\",\"edit\":" + key + "}");
    MessageAdditions edited = additions(received);
    assertThat(edited.revisions())
        .singleElement()
        .satisfies(
            revision ->
                assertThat(Contents.read(revision.encoded())).isEqualTo(TextContent.of("hello")));

    peer.sendContent(OUR_JID, "{\"delete\":" + key + "}");
    await().atMost(Duration.ofSeconds(20)).until(() -> additions(received).deletion().isPresent());
    assertThat(additions(received).deletion().orElseThrow().by()).isEqualTo(THEIR_JID);
    assertThat(store.messages()).hasSize(2);
    assertThat(simulator.violations().list()).isEmpty();
  }

  private JsonNode told(String event, String stanzaId) {
    return peer.await(
        told -> BaileysPeer.event(event).test(told) && told.path("id").asText().equals(stanzaId));
  }

  private void change(StoredMessage message, ChangeRequest.Kind kind) throws Exception {
    assertThat(
            live.client
                .change(new ChangeRequest(message.id(), kind))
                .end()
                .get(20, TimeUnit.SECONDS))
        .isEqualTo(new ChangeEnd.Done());
  }

  @Test
  @Conformance(
      value = {Capability.REACTION, Capability.EDIT, Capability.DELETE},
      in = Direction.OURS_TO_BAILEYS)
  void ourReactionsEditsAndDeletionsShowInBaileys() throws Exception {
    StoredMessage theirs = received(peer.send(OUR_JID, "like it?"));
    change(theirs, new ChangeRequest.React(Optional.of("👍")));
    assertThat(told("reaction", theirs.stanzaId()).path("text").asText()).isEqualTo("👍");

    StoredMessage ours = sent(TextContent.of("helo"));
    peer.awaitText("helo");
    change(ours, new ChangeRequest.Edit(TextContent.of("hello")));
    assertThat(told("edited", ours.stanzaId()).path("text").asText()).isEqualTo("hello");
    change(ours, new ChangeRequest.Delete());
    told("deleted", ours.stanzaId());
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = Capability.PIN,
      in = {Direction.OURS_TO_BAILEYS, Direction.BAILEYS_TO_OURS})
  void pinsGoBothWays() throws Exception {
    String theirs = peer.send(OUR_JID, "read me");
    StoredMessage received = received(theirs);
    peer.sendContent(
        OUR_JID,
        "{\"pin\":{\"remoteJid\":\""
            + OUR_JID
            + "\",\"fromMe\":true,\"id\":\""
            + theirs
            + "\"},\"type\":1,\"time\":86400}");
    MessageAdditions.Pin pin = additions(received).pin().orElseThrow();
    assertThat(pin.by()).isEqualTo(THEIR_JID);
    assertThat(pin.until()).contains(pin.at().plus(Duration.ofDays(1)));

    change(received, new ChangeRequest.Pin(Optional.empty()));
    JsonNode down =
        peer.await(
                event ->
                    BaileysPeer.event("message").test(event)
                        && event.path("content").has("pinInChatMessage"))
            .path("content")
            .path("pinInChatMessage");
    assertThat(down.path("key").path("id").asText()).isEqualTo(theirs);
    assertThat(additions(received).pin().orElseThrow().until()).isEmpty();
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.VOTE, in = Direction.OURS_TO_BAILEYS)
  void baileysReadsOurVote() throws Exception {
    StoredMessage poll =
        received(
            peer.sendContent(
                OUR_JID,
                "{\"poll\":{\"name\":\"Tea?\",\"values\":[\"yes\",\"no\"],"
                    + "\"selectableCount\":1}}"));
    change(poll, new ChangeRequest.Vote(List.of("no")));
    // SHA-256 of no.
    assertThat(told("vote", poll.stanzaId()).path("chosen").path(0).asText())
        .isEqualTo("9390298f3fb0c5b160498935d79cb139aef28e1c47358b4bbba61862b9c26e59");
    assertThat(additions(poll).votes())
        .singleElement()
        .satisfies(vote -> assertThat(vote.options()).containsExactly("no"));
    assertThat(simulator.violations().list()).isEmpty();
  }

  /** A phone passes on the very bytes. */
  @Test
  @Conformance(
      value = Capability.LOCATION,
      in = {Direction.PHONE_TO_OURS, Direction.OURS_TO_PHONE})
  void aPhoneAndWeReadTheSameBytes() throws Exception {
    LocationContent pier =
        new LocationContent(
            1.5, -2.25, Optional.of("Pier"), Optional.empty(), Optional.empty(), 0, NONE);
    String id =
        simulator.send(
            THEIRS,
            OURS,
            new PhoneContent(
                Bytes.hex("2a1809000000000000f83f1100000000000002c01a0450696572"),
                "media",
                "location",
                ""),
            false);
    assertThat(received(id).content()).isEqualTo(pier);

    StoredMessage back = sent(pier);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(simulator.messages(THEIRS))
                    .filteredOn(message -> message.id().equals(back.stanzaId()))
                    .extracting(PhoneMessage::content)
                    .map(content -> Contents.read(ByteString.copyFrom(content.toArray())))
                    .containsExactly(pier));
  }
}
