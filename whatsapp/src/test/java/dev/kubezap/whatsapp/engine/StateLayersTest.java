package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens, the cached state answers as the store does, and a batch sees what the store
 * will answer once it is committed.
 */
class StateLayersTest {
  private static final List<Jid> CHATS = List.of(Jid.phoneNumber("1"), Jid.lid("2"), Jid.lid("3"));
  private static final int MESSAGES = 8;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyLayerAnswersTheSame(long seed) throws Exception {
    Random random = new Random(seed);
    MemoryStore plain = new MemoryStore();
    CachedState cached = new CachedState(new MemoryStore(), 16);
    for (int commit = 0; commit < 60; commit++) {
      OverlayState overlay = new OverlayState(cached);
      List<Change> all = new ArrayList<>();
      for (int step = random.nextInt(5); step >= 0; step--) {
        List<Change> changes = changes(random, commit * 10 + step, overlay);
        overlay.apply(changes);
        plain.commit(changes);
        all.addAll(changes);
        // Everything is asked of the store first in one half of the runs only: what was never read
        // must be as right as what is remembered.
        if (random.nextBoolean()) {
          assertSame(overlay, plain, "overlay, commit " + commit);
        }
      }
      cached.commit(all);
      if (random.nextBoolean()) {
        assertSame(cached, plain, "cache, commit " + commit);
      }
      if (random.nextInt(20) == 0) {
        cached.forget();
      }
    }
    assertSame(cached, plain, "cache, at the end");
  }

  private static void assertSame(StateReader layer, StateReader plain, String when) {
    List<Object> actual = everything(layer);
    List<Object> expected = everything(plain);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).as("%s, answer %d", when, i).isEqualTo(expected.get(i));
    }
  }

  private static List<Object> everything(StateReader state) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      all.add(state.message(id(i)));
      all.add(state.outgoing(id(i)));
      all.add(state.outgoingByStanza("STANZA" + i));
      all.add(state.prepared(id(i)));
      for (Jid chat : CHATS) {
        all.add(state.messageByStanza(chat, "STANZA" + i, true));
      }
    }
    for (Jid chat : CHATS) {
      all.add(state.chat(chat));
      all.add(state.queuedIn(chat, 2));
      all.add(state.queuedIn(chat, 100));
    }
    all.add(state.prepared());
    all.add(state.unacknowledged());
    all.add(state.queued(2));
    all.add(state.queued(100));
    return all;
  }

  private static List<Change> changes(Random random, int unique, StateReader now) {
    int number = random.nextInt(MESSAGES);
    // A message changes its chat only when chats are merged.
    Jid chat =
        now.message(id(number))
            .map(StoredMessage::chat)
            .orElseGet(() -> CHATS.get(random.nextInt(CHATS.size())));
    return switch (random.nextInt(13)) {
      case 0, 1, 2 -> List.of(message(number, chat, MessageStatus.QUEUED), outgoing(number, chat));
      case 3, 4 ->
          List.of(
              message(number, chat, MessageStatus.PREPARED),
              outgoing(number, chat),
              new Change.PutPrepared(
                  new PreparedStanza(
                      unique, id(number), "STANZA" + number, ByteString.EMPTY, "phash")));
      case 5, 6 ->
          List.of(moved(number, now, MessageStatus.SENT), new Change.RemovePrepared(id(number)));
      case 7 -> List.of(moved(number, now, MessageStatus.FAILED));
      case 12 ->
          now.outgoing(id(number)).stream()
              .<Change>map(stored -> new Change.MoveOutgoing(stored.deliveredTo(chat)))
              .toList();
      case 8, 9 ->
          List.of(
              new Change.PutChat(
                  new Chat(
                      chat,
                      Optional.empty(),
                      Optional.of("name " + unique),
                      Instant.ofEpochSecond(unique),
                      unique)));
      case 10 -> {
        Jid into = CHATS.get(random.nextInt(CHATS.size()));
        yield into.equals(chat) || now.chat(chat).isEmpty()
            ? List.of()
            : List.of(new Change.MergeChats(chat, into));
      }
      default -> random.nextInt(6) == 0 ? List.of(new Change.ForgetDevice()) : List.of();
    };
  }

  /** Only what is stored moves. */
  private static Change moved(int number, StateReader now, MessageStatus next) {
    return now.message(id(number))
        .<Change>map(stored -> new Change.MoveMessage(stored.withStatus(next, Optional.empty())))
        .orElse(new Change.RemovePrepared(id(number)));
  }

  private static Change message(int number, Jid chat, MessageStatus status) {
    return new Change.PutMessage(
        new StoredMessage(
            id(number),
            "STANZA" + number,
            chat,
            Optional.empty(),
            Jid.phoneNumber("9"),
            1,
            true,
            Optional.empty(),
            Instant.ofEpochSecond(1_700_000_000L + number),
            TextContent.of("text"),
            ByteString.EMPTY,
            status,
            Optional.empty(),
            Map.of()));
  }

  private static Change outgoing(int number, Jid chat) {
    return new Change.PutOutgoing(
        new OutgoingMessage(
            id(number),
            "STANZA" + number,
            chat,
            ByteString.EMPTY,
            Instant.ofEpochSecond(1_700_000_000L + number),
            Set.of(),
            Set.of()));
  }

  private static String id(int number) {
    return "00000000-0000-7000-8000-00000000000" + number;
  }
}
