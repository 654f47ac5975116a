package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.conformance.Direction.BAILEYS_TO_OURS;
import static dev.kubezap.whatsapp.conformance.Direction.OURS_TO_BAILEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeAppState.Wish;
import dev.kubezap.whatsapp.appstate.ChangeLabel;
import dev.kubezap.whatsapp.appstate.ListLabels;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.contact.ContactKey;
import dev.kubezap.whatsapp.contact.NameContact;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What two companions of one account keep in common: this client and an unmodified Baileys. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaileysAppStateTest {
  private static final String OURS = "+4915112345678";
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final Jid EVA = Jid.phoneNumber("4915187654322");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant LATER = Instant.parse("2031-02-03T04:05:06Z");

  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private BaileysPeer peer;
  private LiveClient live;

  @BeforeAll
  void link(@TempDir Path folder) throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false, Addressing.ANY);
    simulator.addAccount("+" + BOB.user(), "Bob", false, Addressing.ANY);
    simulator.addAccount("+" + EVA.user(), "Eva", false, Addressing.ANY);
    live = LiveClient.of(simulator, store, new MemoryIdentityStore()).pair(simulator, OURS);
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
    peer.connect();
    simulator.scan(OURS, peer.awaitQr());
    peer.awaitOpen();
    peer.await(BaileysPeer.event("keys"));
    eventually(() -> store.records("app-state").size() == 5);
  }

  @AfterAll
  void close() {
    live.close();
    peer.close();
    simulator.close();
  }

  @AfterEach
  void nothingWasWrong() {
    assertThat(simulator.violations().list()).isEmpty();
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  private StoredMessage received(Jid from, String text) {
    String id = simulator.send("+" + from.user(), OURS, text, false);
    eventually(() -> store.messages().stream().anyMatch(m -> m.stanzaId().equals(id)));
    peer.awaitText(text);
    return store.messages().stream().filter(m -> m.stanzaId().equals(id)).findFirst().orElseThrow();
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = live.client.request(request).get(20, TimeUnit.SECONDS);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  private void change(Wish wish) throws Exception {
    var _ = given(new ChangeAppState.Of(wish));
  }

  /** Calls a method of Baileys; quotation marks are apostrophes. */
  private void baileys(String method, String arguments) throws IOException {
    JsonNode _ =
        peer.command("kept", Map.of("method", method, "arguments", arguments.replace('\'', '"')));
  }

  private void modify(Jid chat, String modification) throws IOException {
    baileys("chatModify", "[" + modification + ", '" + chat + "']");
  }

  private static String last(StoredMessage message) {
    return "'lastMessages': [{'key': {'remoteJid': '%s', 'id': '%s', 'fromMe': false}, 'messageTimestamp': %d}]"
        .formatted(message.chat(), message.stanzaId(), message.timestamp().getEpochSecond());
  }

  private void awaitChat(Jid chat, Predicate<Chat> condition) {
    eventually(() -> store.chat(chat).filter(condition).isPresent());
  }

  private MessageAdditions additions(StoredMessage message) {
    return store.read(new AdditionsKey(message.id())).orElse(MessageAdditions.NONE);
  }

  /** Waits until Baileys tells of the chat, by whichever of its names. */
  private void told(Jid chat, Predicate<JsonNode> condition) {
    told("chat", chat, condition);
  }

  private void told(String event, Jid chat, Predicate<JsonNode> condition) {
    Set<String> names =
        Set.of(chat.toString(), simulator.phone(chat.user()).account().lid() + "@lid");
    JsonNode _ =
        peer.await(
            one ->
                BaileysPeer.event(event).test(one)
                    && (names.contains(one.path("id").asText())
                        || names.contains(one.path("chat").asText()))
                    && condition.test(one));
  }

  @Test
  @Conformance(
      value = Capability.CHAT_KEPT,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void chatsAreKeptAlike() throws Exception {
    StoredMessage message = received(BOB, "of the first chat");
    modify(BOB, "{'archive': true, %s}".formatted(last(message)));
    modify(BOB, "{'pin': true}");
    modify(BOB, "{'mute': %d}".formatted(LATER.toEpochMilli()));
    modify(BOB, "{'markRead': false, %s}".formatted(last(message)));
    awaitChat(
        BOB,
        chat ->
            chat.settings().archived()
                && chat.settings().pinnedAt().isPresent()
                && chat.settings().mutedUntil().equals(Optional.of(LATER))
                && chat.settings().markedUnread());
    modify(BOB, "{'archive': false, %s}".formatted(last(message)));
    modify(BOB, "{'pin': false}");
    modify(BOB, "{'mute': null}");
    modify(BOB, "{'markRead': true, %s}".formatted(last(message)));
    awaitChat(BOB, chat -> chat.settings().equals(ChatSettings.NONE) && chat.unread() == 0);

    change(new Wish.Archive(BOB, true, message.timestamp()));
    told(BOB, chat -> chat.path("archived").asBoolean());
    change(new Wish.Pin(BOB, true));
    told(BOB, chat -> chat.path("pinned").asLong() > 0);
    change(new Wish.Mute(BOB, Optional.of(LATER)));
    told(BOB, chat -> chat.path("muteEndTime").asLong() == LATER.toEpochMilli());
    change(new Wish.MarkUnread(BOB, true, message.timestamp()));
    told(BOB, chat -> chat.path("unreadCount").asInt() == -1);
    change(new Wish.Archive(BOB, false, message.timestamp()));
    told(BOB, chat -> chat.has("archived") && !chat.path("archived").asBoolean());
    change(new Wish.MarkUnread(BOB, false, message.timestamp()));
    told(BOB, chat -> chat.has("unreadCount") && chat.path("unreadCount").asInt() == 0);
  }

  /** Baileys writes that a chat is cleared, and reads nothing of it. */
  @Test
  @Conformance(
      value = {Capability.CHAT_CLEARED, Capability.CHAT_DELETED},
      in = BAILEYS_TO_OURS)
  @Conformance(value = Capability.CHAT_DELETED, in = OURS_TO_BAILEYS)
  void chatsAreClearedAndDeleted() throws Exception {
    StoredMessage message = received(EVA, "of the second chat");
    modify(EVA, "{'clear': true, %s}".formatted(last(message)));
    awaitChat(EVA, chat -> chat.settings().clearedAt().equals(Optional.of(message.timestamp())));
    assertThat(store.chat(EVA).orElseThrow().isShown()).isTrue();
    modify(EVA, "{'delete': true, %s}".formatted(last(message)));
    awaitChat(EVA, chat -> !chat.isShown());

    change(new Wish.Clear(EVA, true, message.timestamp()));
    told("chatDeleted", EVA, _ -> true);
  }

  @Test
  @Conformance(
      value = Capability.CONTACT_NAMED,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void contactsAreNamed() throws Exception {
    baileys(
        "addOrEditContact",
        "['%s', {'fullName': 'Bob Builder', 'firstName': 'Bob'}]".formatted(BOB));
    eventually(() -> nameOfBob().equals(Optional.of("Bob Builder")));
    baileys("removeContact", "['%s']".formatted(BOB));
    eventually(() -> nameOfBob().isEmpty());

    var _ = given(new NameContact.As(BOB, Optional.of("Robert")));
    told("named", BOB, one -> one.path("name").asText().equals("Robert"));
  }

  private Optional<String> nameOfBob() {
    return store.read(new ContactKey(BOB)).flatMap(Contact::name);
  }

  @Test
  @Conformance(
      value = {Capability.STARRED, Capability.DELETED_FOR_ME},
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void messagesAreStarredAndDeletedForOneself() throws Exception {
    StoredMessage theirs = received(BOB, "starred by Baileys");
    StoredMessage ours = received(BOB, "starred by this client");
    baileys(
        "star", "['%s', [{'id': '%s', 'fromMe': false}], true]".formatted(BOB, theirs.stanzaId()));
    eventually(() -> additions(theirs).starred());
    baileys(
        "star", "['%s', [{'id': '%s', 'fromMe': false}], false]".formatted(BOB, theirs.stanzaId()));
    eventually(() -> !additions(theirs).starred());
    modify(
        BOB,
        "{'deleteForMe': {'deleteMedia': false, 'timestamp': %d, 'key': {'remoteJid': '%s', 'id': '%s', 'fromMe': false}}}"
            .formatted(theirs.timestamp().getEpochSecond(), BOB, theirs.stanzaId()));
    eventually(
        () -> additions(theirs).deletion().filter(MessageAdditions.Deletion::forMe).isPresent());

    change(new Wish.Star(ours, true));
    JsonNode starred = about("starred", ours);
    assertThat(starred.path("on").asBoolean()).isTrue();
    change(new Wish.DeleteForMe(ours));
    assertThat(about("hidden", ours).path("id").asText()).isEqualTo(ours.stanzaId());
  }

  private JsonNode about(String event, StoredMessage message) {
    return peer.await(
        one ->
            BaileysPeer.event(event).test(one)
                && one.path("id").asText().equals(message.stanzaId()));
  }

  @Test
  @Conformance(
      value = Capability.LABELS,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void labelsAreShared() throws Exception {
    StoredMessage message = received(BOB, "with a label");
    baileys("addLabel", "['', {'id': '3', 'name': 'Open', 'color': 4}]");
    baileys("addChatLabel", "['%s', '3']".formatted(BOB));
    baileys("addMessageLabel", "['%s', '%s', '3']".formatted(BOB, message.stanzaId()));
    eventually(() -> names().contains("3 Open"));
    awaitChat(BOB, chat -> chat.settings().labels().equals(Set.of("3")));
    eventually(() -> additions(message).labels().equals(Set.of("3")));
    baileys("removeMessageLabel", "['%s', '%s', '3']".formatted(BOB, message.stanzaId()));
    baileys("removeChatLabel", "['%s', '3']".formatted(BOB));
    baileys("addLabel", "['', {'id': '3', 'name': 'Open', 'color': 4, 'deleted': true}]");
    awaitChat(BOB, chat -> chat.settings().labels().isEmpty());
    eventually(() -> additions(message).labels().isEmpty() && names().isEmpty());

    Label made = given(new ChangeLabel.Of(new ChangeLabel.Wish.Make("Paid", 7)));
    assertThat(made.id()).isEqualTo("4");
    JsonNode label = label(one -> one.path("name").asText().equals("Paid"));
    assertThat(label.path("id").asText()).isEqualTo("4");
    assertThat(label.path("color").asInt()).isEqualTo(7);
    change(new Wish.LabelChat(BOB, "4", true));
    told("labelled", BOB, one -> one.path("type").asText().equals("add") && on(one, "4"));
    change(new Wish.LabelMessage(message, "4", true));
    told("labelled", BOB, one -> one.path("message").asText().equals(message.stanzaId()));
    change(new Wish.LabelChat(BOB, "4", false));
    told("labelled", BOB, one -> one.path("type").asText().equals("remove") && on(one, "4"));
    var _ = given(new ChangeLabel.Of(new ChangeLabel.Wish.Delete("4")));
    JsonNode gone =
        label(one -> one.path("deleted").asBoolean() && one.path("id").asText().equals("4"));
    assertThat(gone.path("name").asText()).isEqualTo("Paid");
  }

  private static boolean on(JsonNode one, String label) {
    return one.path("id").asText().equals(label) && one.path("message").isNull();
  }

  private JsonNode label(Predicate<JsonNode> condition) {
    return peer.await(one -> BaileysPeer.event("label").test(one) && condition.test(one));
  }

  private List<String> names() throws Exception {
    return given(new ListLabels.Wanted()).labels().stream()
        .map(label -> label.id() + " " + label.name())
        .toList();
  }
}
