package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.LiveConversation.NUMBER;
import static dev.kubezap.whatsapp.engine.LiveConversation.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.phone.PhoneHistory;
import dev.kubezap.simulator.phone.PhoneHistory.Conversation;
import dev.kubezap.simulator.phone.PhoneHistory.Entry;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.contact.ContactKey;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.history.AskOlder;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the phone knows from before this device was linked is stored, and nothing of it twice. */
@Tag("slow")
class SimulatorHistoryTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final Jid PEER = Jid.phoneNumber(OTHER.substring(1));
  private static final String GROUP = "120363000000000009@g.us";

  private static Conversation direct(String chat) {
    return new Conversation(
        chat,
        "Bob of the book",
        2,
        List.of(
            Entry.text("H4", false, "newest", AT.plusSeconds(30)),
            Entry.text("H3", false, "newer", AT.plusSeconds(20)).reacted("\ud83d\udc4d"),
            Entry.text("H2", true, "mine", AT.plusSeconds(10)),
            Entry.text("H1", false, "oldest", AT)));
  }

  private static List<AccountEvent.HistoryProgressed> progress(LiveConversation talk) {
    return talk.store.events().stream()
        .map(append -> append.event())
        .filter(AccountEvent.HistoryProgressed.class::isInstance)
        .map(AccountEvent.HistoryProgressed.class::cast)
        .toList();
  }

  private static AccountEvent.HistoryProgressed awaitEvent(LiveConversation talk, String kind) {
    await().until(() -> progress(talk).stream().anyMatch(event -> event.kind().equals(kind)));
    return progress(talk).stream().filter(event -> event.kind().equals(kind)).findFirst().get();
  }

  private static List<String> texts(LiveConversation talk, Jid chat) {
    return talk.store.messages().stream()
        .filter(message -> message.chat().equals(chat))
        .sorted(Comparator.comparing(StoredMessage::id))
        .map(message -> ((TextContent) message.content()).text())
        .toList();
  }

  private static LiveConversation linked(PhoneHistory history) throws IOException {
    LiveConversation talk = LiveConversation.unpaired();
    talk.simulator.remember(NUMBER, history);
    return talk.pair();
  }

  /** Every notification is answered by both receipts. */
  private static void awaitReceipts(LiveConversation talk) {
    await()
        .untilAsserted(
            () -> {
              List<String> ids = talk.simulator.phone(NUMBER).historyIds();
              assertThat(ids).isNotEmpty();
              for (String id : ids) {
                assertThat(
                        talk.simulator
                            .server()
                            .accepted()
                            .find(NUMBER.substring(1), id)
                            .orElseThrow()
                            .deliveries())
                    .allSatisfy(
                        delivery ->
                            assertThat(delivery.receipts()).contains("peer_msg", "hist_sync"));
              }
            });
  }

  @Test
  void inlineHistoryIsStored() throws IOException {
    try (LiveConversation talk = linked(PhoneHistory.inline(direct(PEER.toString())))) {
      AccountEvent.HistoryProgressed told = awaitEvent(talk, "recent");
      assertThat(told.messages()).isEqualTo(4);
      assertThat(told.known()).isZero();
      assertThat(told.failure()).isEmpty();
      assertThat(texts(talk, PEER)).containsExactly("oldest", "mine", "newer", "newest");
      Chat chat = talk.store.chat(PEER).orElseThrow();
      assertThat(chat.unread()).isEqualTo(2);
      assertThat(chat.lastMessageAt()).isEqualTo(AT.plusSeconds(30));
      assertThat(talk.store.messages())
          .extracting(StoredMessage::status)
          .containsExactlyInAnyOrder(
              MessageStatus.RECEIVED,
              MessageStatus.RECEIVED,
              MessageStatus.DELIVERED,
              MessageStatus.READ);
      StoredMessage reacted =
          talk.store.messages().stream().filter(m -> m.stanzaId().equals("H3")).findFirst().get();
      assertThat(talk.store.read(new AdditionsKey(reacted.id())).orElseThrow().reactions())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.sender()).isEqualTo(PEER);
                assertThat(one.emoji()).contains("\ud83d\udc4d");
              });
      assertThat(talk.store.events())
          .noneMatch(append -> append.event() instanceof MessageEvent.Received);
      // People that the phone knows, by both names.
      await()
          .untilAsserted(
              () ->
                  assertThat(talk.store.read(new ContactKey(PEER)))
                      .hasValueSatisfying(
                          contact -> {
                            assertThat(contact.pushName()).contains("Bob");
                            assertThat(contact.name()).contains("Bob of the book");
                          }));
      awaitReceipts(talk);
      await().until(() -> talk.store.records("history").isEmpty());
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void filesAreFetchedPartByPart() throws IOException {
    List<Entry> many = new ArrayList<>();
    for (int i = 1_200; i > 0; i--) {
      many.add(Entry.text("M" + i, i % 3 == 0, "text " + i, AT.plusSeconds(i)));
    }
    Conversation group =
        new Conversation(
            GROUP,
            "Team",
            0,
            List.of(Entry.text("G1", false, "in the group", AT).by(PEER.toString(), "Bob")));
    try (LiveConversation talk =
        linked(PhoneHistory.inFiles(500, new Conversation(PEER.toString(), "", 0, many), group))) {
      await().until(() -> progress(talk).stream().mapToLong(e -> e.messages()).sum() == 1_201);
      assertThat(progress(talk).stream().filter(e -> e.kind().equals("recent")))
          .extracting(AccountEvent.HistoryProgressed::chunk)
          .containsExactly(1, 2, 3);
      assertThat(texts(talk, PEER)).hasSize(1_200).startsWith("text 1", "text 2");
      assertThat(talk.store.chat(Jid.of(GROUP)).orElseThrow().name()).contains("Team");
      assertThat(texts(talk, Jid.of(GROUP))).containsExactly("in the group");
      awaitReceipts(talk);
      // The session goes on as usual, and counts what is new.
      talk.receive("afterwards", false);
      assertThat(talk.store.chat(PEER).orElseThrow().unread()).isEqualTo(1);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void chatsByLidAreThoseOfTheirNumbers() throws IOException {
    try (LiveConversation talk = LiveConversation.unpaired()) {
      Jid lid = Jid.of(talk.simulator.phone(OTHER).account().lidJid().toString());
      talk.simulator.remember(NUMBER, PhoneHistory.inline(direct(lid.toString())));
      talk.pair();
      awaitEvent(talk, "recent");
      assertThat(texts(talk, PEER)).containsExactly("oldest", "mine", "newer", "newest");
      assertThat(talk.store.chat(PEER).orElseThrow().lid()).contains(lid);
      assertThat(talk.store.chat(lid)).isEmpty();
    }
  }

  @Test
  void damagedFileIsToldAndAskedForAgain() throws IOException {
    try (LiveConversation talk =
        linked(PhoneHistory.inFiles(500, direct(PEER.toString())).spoiled())) {
      AccountEvent.HistoryProgressed told = awaitEvent(talk, "recent");
      assertThat(told.failure()).contains("damaged");
      assertThat(told.messages()).isZero();
      // The phone tells it once more when it is asked, and this time it is whole.
      await().until(() -> texts(talk, PEER).size() == 4);
      await().until(() -> talk.store.records("history").isEmpty());
      talk.receive("afterwards", false);
    }
  }

  /** What came before its history, or comes again with it, is there once. */
  @Test
  void killedInTheMiddleItGoesOn() throws IOException {
    List<Entry> many = new ArrayList<>();
    for (int i = 2_000; i > 0; i--) {
      many.add(Entry.text("M" + i, false, "text " + i, AT.plusSeconds(i)));
    }
    try (LiveConversation talk =
        linked(PhoneHistory.inFiles(5_000, new Conversation(PEER.toString(), "", 0, many)))) {
      await().until(() -> talk.store.messages().size() > 250);
      talk.restart().client.start();
      talk.live.awaitPhase(Phase.CONNECTED);
      AccountEvent.HistoryProgressed told = awaitEvent(talk, "recent");
      assertThat(told.messages() + told.known()).isEqualTo(2_000);
      assertThat(texts(talk, PEER)).hasSize(2_000).doesNotHaveDuplicates();
      awaitReceipts(talk);
    }
  }

  /** The phone tells at linking what is new, and older messages when it is asked. */
  @Test
  void olderMessagesAreAskedFor() throws Exception {
    List<Entry> many = new ArrayList<>();
    for (int i = 100; i > 0; i--) {
      many.add(Entry.text("M" + i, i % 2 == 0, "text " + i, AT.plusSeconds(i)));
    }
    Conversation newest = new Conversation(PEER.toString(), "", 0, many.subList(0, 10));
    try (LiveConversation talk = linked(PhoneHistory.inline(newest))) {
      awaitEvent(talk, "recent");
      // Meanwhile the user's phone has got the rest back from its own backup.
      talk.simulator.remember(
          NUMBER, PhoneHistory.inFiles(500, new Conversation(PEER.toString(), "", 0, many)));
      String oldest =
          talk.store.messages().stream()
              .filter(message -> message.stanzaId().equals("M91"))
              .findFirst()
              .get()
              .id();
      AskOlder.Asked asked = await().until(() -> asked(talk, oldest), Optional::isPresent).get();
      assertThat(asked.chat()).isEqualTo(PEER);
      AccountEvent.HistoryProgressed told = awaitEvent(talk, "on-demand");
      assertThat(told.chat()).contains(PEER);
      assertThat(told.requestId()).contains(asked.requestId());
      assertThat(told.messages()).isEqualTo(30);
      await().until(() -> texts(talk, PEER).size() == 40);
      assertThat(texts(talk, PEER)).startsWith("text 61", "text 62").endsWith("text 100");
      await().until(() -> talk.store.records("history-request").isEmpty());
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  private static Optional<AskOlder.Asked> asked(LiveConversation talk, String oldest)
      throws Exception {
    return talk.live.client.request(new AskOlder.Than(oldest, 30)).get(20, TimeUnit.SECONDS)
            instanceof ServiceAnswer.Given<AskOlder.Asked>(AskOlder.Asked asked)
        ? Optional.of(asked)
        : Optional.empty();
  }

  @Test
  void withoutHistoryOnlyPeopleAreStored() throws IOException {
    try (LiveConversation talk = LiveConversation.unpaired()) {
      talk.simulator.remember(NUMBER, PhoneHistory.inline(direct(PEER.toString())));
      talk.live.client.behave(
          new Behaviour(
              true,
              true,
              false,
              false,
              Set.of(),
              Behaviour.Pace.UNLIMITED,
              Behaviour.History.NONE));
      talk.pair();
      assertThat(awaitEvent(talk, "recent").messages()).isZero();
      assertThat(talk.store.messages()).isEmpty();
      assertThat(talk.store.chat(PEER)).isEmpty();
      assertThat(talk.store.read(new ContactKey(PEER))).isPresent();
      awaitReceipts(talk);
    }
  }
}
