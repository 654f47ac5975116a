package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.proto.SyncValue;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeAppState.Wish;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.contact.NameContact;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** App state goes both ways, against a phone that checks every code. */
class SimulatorAppStateTest {
  private static final String OURS = "+4915112345678";
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final String CHAT = BOB.toString();
  private static final Instant LATER = Instant.parse("2031-02-03T04:05:06Z");

  private final MemoryStore store = new MemoryStore();
  private final MemoryIdentityStore identities = new MemoryIdentityStore();
  private Simulator simulator;
  private LiveClient live;

  @BeforeEach
  void begin() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false);
    simulator.addAccount("+" + BOB.user(), "Bob", false);
    live = LiveClient.of(simulator, store, identities);
  }

  private void link() {
    live.pair(simulator, OURS);
  }

  @AfterEach
  void close() {
    live.close();
    assertThat(simulator.violations().list()).isEmpty();
    simulator.close();
  }

  /** What is stored or done without an event is not told, so it is looked at again and again. */
  private static void eventually(BooleanSupplier condition) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(condition::getAsBoolean);
  }

  private void awaitChat(Predicate<Chat> condition) {
    eventually(() -> store.chat(BOB).filter(condition).isPresent());
  }

  private void awaitSettings(Predicate<ChatSettings> condition) {
    awaitChat(chat -> condition.test(chat.settings()));
  }

  private StoredMessage received(String text) {
    String id = simulator.send(BOB.user(), OURS, text, false);
    eventually(() -> store.messages().stream().anyMatch(m -> m.stanzaId().equals(id)));
    return store.messages().stream().filter(m -> m.stanzaId().equals(id)).findFirst().orElseThrow();
  }

  private void given(Wish wish) throws Exception {
    ServiceRequest<?> request = new ChangeAppState.Of(wish);
    assertThat(live.client.request(request).get(20, TimeUnit.SECONDS))
        .isInstanceOf(ServiceAnswer.Given.class);
  }

  private Optional<SyncValue> atPhone(String collection, String... index) {
    return simulator.chats().value(OURS, collection, index);
  }

  private List<String> names() {
    return store.events().stream()
        .map(event -> event.event())
        .filter(AccountEvent.ContactUpdated.class::isInstance)
        .map(event -> ((AccountEvent.ContactUpdated) event).contact())
        .filter(contact -> contact.id().equals(BOB))
        .map(Contact::name)
        .map(name -> name.orElse("-"))
        .toList();
  }

  @Test
  void whatThePhoneHeldBeforeTheLinkComesAsSnapshot() {
    simulator.chats().archive(OURS, CHAT, true);
    simulator.chats().name(OURS, Map.of(CHAT, "Bob Builder"));
    simulator.chats().mute(OURS, CHAT, Optional.of(LATER));
    link();
    awaitSettings(settings -> settings.archived() && settings.mutedUntil().isPresent());
    eventually(() -> names().contains("Bob Builder"));
    assertThat(store.chat(BOB).orElseThrow().settings().mutedUntil()).contains(LATER);
  }

  @Test
  @Conformance(
      value = {
        Capability.CHAT_KEPT,
        Capability.CHAT_CLEARED,
        Capability.CHAT_DELETED,
        Capability.CONTACT_NAMED,
        Capability.STARRED,
        Capability.DELETED_FOR_ME
      },
      in = Direction.PHONE_TO_OURS)
  void whatThePhoneChangesLaterComesAsPatch() {
    link();
    StoredMessage message = received("hello");
    simulator.chats().archive(OURS, CHAT, true);
    simulator.chats().pin(OURS, CHAT, true);
    simulator.chats().markRead(OURS, CHAT, false);
    awaitSettings(all -> all.archived() && all.pinnedAt().isPresent() && all.markedUnread());
    simulator.chats().mute(OURS, CHAT, Optional.of(LATER));
    awaitSettings(all -> all.mutedUntil().equals(Optional.of(LATER)));
    simulator.chats().archive(OURS, CHAT, false);
    simulator.chats().markRead(OURS, CHAT, true);
    awaitChat(chat -> !chat.settings().archived() && chat.unread() == 0);
    simulator.chats().star(OURS, CHAT, message.stanzaId(), false, true);
    AdditionsKey additions = new AdditionsKey(message.id());
    eventually(() -> store.read(additions).filter(MessageAdditions::starred).isPresent());
    simulator.chats().deleteForMe(OURS, CHAT, message.stanzaId(), false);
    eventually(() -> store.read(additions).flatMap(MessageAdditions::deletion).isPresent());
    simulator.chats().clear(OURS, CHAT, message.timestamp());
    awaitSettings(all -> all.clearedAt().equals(Optional.of(message.timestamp())));
    assertThat(store.chat(BOB).orElseThrow().isShown()).isTrue();
    simulator.chats().delete(OURS, CHAT, message.timestamp());
    awaitChat(chat -> !chat.isShown());
    simulator.chats().name(OURS, Map.of(CHAT, "Bob"));
    eventually(() -> names().contains("Bob"));
    simulator.chats().forget(OURS, CHAT);
    eventually(() -> names().getLast().equals("-"));
    assertThat(store.events().stream().map(event -> event.event().type()))
        .contains("chat.updated", "message.starred", "message.deleted");
  }

  /** More changes than one answer has, told faster than they are read. */
  @Test
  void manyChangesAtOnceAreAllRead() {
    link();
    eventually(() -> store.records("app-state").size() == 5);
    List<Jid> chats =
        IntStream.range(0, 40).mapToObj(i -> Jid.phoneNumber("4917000%05d".formatted(i))).toList();
    chats.forEach(chat -> simulator.chats().pin(OURS, chat.toString(), true));
    eventually(
        () ->
            chats.stream()
                .allMatch(
                    chat ->
                        store
                            .chat(chat)
                            .filter(one -> one.settings().pinnedAt().isPresent())
                            .isPresent()));
  }

  @Test
  void manyContactsComeInAFile() {
    link();
    eventually(() -> !store.records("app-state").isEmpty());
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < 600; i++) {
      names.put("4917000%05d@s.whatsapp.net".formatted(i), "Person " + i);
    }
    simulator.chats().name(OURS, names);
    eventually(() -> store.records("contact").size() >= 600);
    eventually(() -> store.records("app-state-action").isEmpty());
    assertThat(store.records("app-state-critical-unblock-low")).hasSize(600);
  }

  @Test
  void whatIsNotKnownIsKept() {
    link();
    var value = Optional.of(SyncValue.newBuilder().setTimestamp(1).build());
    simulator.chats().edit(OURS, "regular_high", 1, value, "favorites");
    eventually(() -> store.records("app-state-kept").size() == 1);
    simulator.chats().edit(OURS, "regular_high", 1, Optional.empty(), "favorites");
    eventually(() -> store.records("app-state-kept").isEmpty());
  }

  @Test
  void aKeyThatIsMissingIsAskedOfThePhone() {
    link();
    simulator.chats().archive(OURS, CHAT, true);
    awaitSettings(ChatSettings::archived);
    simulator.chats().newKey(OURS);
    simulator.chats().archive(OURS, CHAT, false);
    awaitSettings(settings -> !settings.archived());
    assertThat(store.records("app-state-key")).hasSize(2);
  }

  @Test
  @Conformance(
      value = {
        Capability.CHAT_KEPT,
        Capability.CHAT_CLEARED,
        Capability.CHAT_DELETED,
        Capability.CONTACT_NAMED,
        Capability.STARRED,
        Capability.DELETED_FOR_ME
      },
      in = Direction.OURS_TO_PHONE)
  void oursReachThePhone() throws Exception {
    link();
    StoredMessage message = received("hello");
    eventually(() -> store.records("app-state").size() == 5);
    given(new Wish.Archive(BOB, true, message.timestamp()));
    given(new Wish.Pin(BOB, true));
    given(new Wish.Mute(BOB, Optional.of(ChatSettings.FOREVER)));
    given(new Wish.MarkUnread(BOB, true, message.timestamp()));
    given(new Wish.Star(message, true));
    assertThat(
            live.client
                .request(new NameContact.As(BOB, Optional.of("Bob Builder")))
                .get(20, TimeUnit.SECONDS))
        .isInstanceOf(ServiceAnswer.Given.class);
    eventually(
        () ->
            atPhone("critical_unblock_low", "contact", CHAT)
                .filter(v -> v.getContact().getFullName().equals("Bob Builder"))
                .isPresent());
    ChatSettings settings = store.chat(BOB).orElseThrow().settings();
    assertThat(settings.archived()).isTrue();
    assertThat(settings.mutedUntil()).contains(ChatSettings.FOREVER);
    String lid = simulator.phone(BOB.user()).account().lid() + "@lid";
    eventually(
        () ->
            atPhone("regular_low", "archive", lid).filter(v -> v.getArchive().getOn()).isPresent());
    eventually(
        () -> atPhone("regular_low", "pin_v1", lid).filter(v -> v.getPin().getOn()).isPresent());
    eventually(
        () ->
            atPhone("regular_high", "mute", lid)
                .filter(v -> v.getMute().getEnd() == -1)
                .isPresent());
    eventually(
        () ->
            atPhone("regular_high", "star", lid, message.stanzaId(), "0", "0")
                .filter(v -> v.getStar().getOn())
                .isPresent());
    eventually(
        () ->
            atPhone("regular_low", "markChatAsRead", lid)
                .filter(v -> v.hasMarkRead() && !v.getMarkRead().getOn())
                .isPresent());
    given(new Wish.DeleteForMe(message));
    given(new Wish.Clear(BOB, false, message.timestamp()));
    given(new Wish.Clear(BOB, true, message.timestamp()));
    eventually(() -> store.records("app-state-wanted").isEmpty());
    assertThat(atPhone("regular_high", "deleteMessageForMe", lid, message.stanzaId(), "0", "0"))
        .hasValueSatisfying(value -> assertThat(value.hasDeleteForMe()).isTrue());
    assertThat(atPhone("regular_high", "clearChat", lid, "0", "1"))
        .hasValueSatisfying(
            value ->
                assertThat(value.getClearChat().getRange().getLastMessage())
                    .isEqualTo(message.timestamp().getEpochSecond()));
    assertThat(atPhone("regular_high", "deleteChat", lid, "1")).isPresent();
  }

  /** The same bytes meet what they were taken as, and are not written a second time. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPushWhoseAnswerIsLostIsWrittenOnce(boolean killed) throws Exception {
    link();
    StoredMessage message = received("hello");
    eventually(() -> store.records("app-state").size() == 5);
    FaultRule lost =
        FaultRule.once(
            FaultPoint.OUT,
            new FaultMatch(OURS.substring(1), 1, null, "iq", "sync", null),
            new FaultAction.Close());
    try (var _ = simulator.fault(lost)) {
      given(new Wish.Pin(BOB, true));
      eventually(() -> simulator.faults().list().getFirst().happened() == 1);
      assertThat(simulator.chats().version(OURS, "regular_low")).isEqualTo(1);
      if (killed) {
        live.client.shutDown(Duration.ZERO).get(5, TimeUnit.SECONDS);
        live = LiveClient.of(simulator, store, identities);
        live.client.start();
      }
    }
    eventually(() -> store.records("app-state-wanted").isEmpty());
    assertThat(store.records("app-state-patch")).isEmpty();
    assertThat(simulator.chats().version(OURS, "regular_low")).isEqualTo(1);
    given(new Wish.Archive(BOB, true, message.timestamp()));
    eventually(() -> simulator.chats().version(OURS, "regular_low") == 2);
    ChatSettings settings = store.chat(BOB).orElseThrow().settings();
    assertThat(settings.pinnedAt()).isPresent();
    assertThat(settings.archived()).isTrue();
  }

  /**
   * A process without a connection knows by which name those before it told the phone of a chat.
   */
  @Test
  void whatIsWishedBeforeTheFirstConnectionNamesTheChatAsLater() throws Exception {
    link();
    StoredMessage message = received("hello");
    eventually(() -> store.records("app-state").size() == 5);
    String lid = simulator.phone(BOB.user()).account().lid() + "@lid";
    live.client.shutDown(Duration.ZERO).get(5, TimeUnit.SECONDS);
    live = LiveClient.of(simulator, store, identities);
    FaultRule refused =
        FaultRule.once(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Close());
    try (var _ = simulator.fault(refused)) {
      live.client.start();
      given(new Wish.Archive(BOB, true, message.timestamp()));
      eventually(() -> store.records("app-state-wanted").isEmpty());
    }
    assertThat(atPhone("regular_low", "archive", CHAT)).isEmpty();
    assertThat(atPhone("regular_low", "archive", lid).orElseThrow().getArchive().getOn()).isTrue();
  }

  @Test
  void bothChangeAtOnce() throws Exception {
    link();
    StoredMessage message = received("hello");
    eventually(() -> store.records("app-state").size() == 5);
    for (int i = 0; i < 10; i++) {
      simulator.chats().pin(OURS, CHAT, i % 2 == 0);
      given(new Wish.Archive(BOB, i % 2 == 0, message.timestamp()));
    }
    eventually(() -> store.records("app-state-wanted").isEmpty());
    String lid = simulator.phone(BOB.user()).account().lid() + "@lid";
    assertThat(atPhone("regular_low", "archive", lid).orElseThrow().getArchive().getOn()).isFalse();
    simulator.chats().pin(OURS, CHAT, true);
    awaitSettings(settings -> settings.pinnedAt().isPresent() && !settings.archived());
  }
}
