package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.fetch.DueFiles;
import dev.kubezap.whatsapp.fetch.SettleFile;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are to be fetched are noted with their messages, and each is told once. */
class SimulatorDownloadsTest {
  private static final Bytes FILE = Bytes.of(new byte[1000]);

  private LiveConversation talk;

  @BeforeEach
  void connect() throws Exception {
    talk = LiveConversation.connected();
  }

  @AfterEach
  void close() {
    talk.close();
  }

  private void fetch(Set<String> types, long most) {
    talk.live.client.behave(
        new Behaviour(
            true,
            true,
            false,
            false,
            Set.of(),
            Behaviour.Pace.UNLIMITED,
            Behaviour.History.RECENT,
            new Behaviour.Downloads(types, most)));
  }

  private StoredMessage receive(PhoneFile.Kind kind) {
    PhoneFile file = new PhoneFile(kind, "image/jpeg", "", "", FILE);
    String id = talk.simulator.send(LiveConversation.OTHER, LiveConversation.NUMBER, file, false);
    talk.live.awaitUntil(() -> stored(id).isPresent());
    return stored(id).orElseThrow();
  }

  private Optional<StoredMessage> stored(String stanzaId) {
    return talk.store.messages().stream()
        .filter(message -> message.stanzaId().equals(stanzaId))
        .findFirst();
  }

  private <A> A ask(ServiceRequest<A> request) throws Exception {
    return ((ServiceAnswer.Given<A>) talk.live.client.request(request).get(20, TimeUnit.SECONDS))
        .value();
  }

  private DueFiles.Found due(int limit, String... except) throws Exception {
    return ask(new DueFiles.Wanted(limit, Set.of(except)));
  }

  private List<String> ids(DueFiles.Found found) {
    return found.files().stream().map(file -> file.message().id()).toList();
  }

  private List<MessageEvent.MediaReady> told() {
    return talk.store.events().stream()
        .map(Change.Append::event)
        .filter(MessageEvent.MediaReady.class::isInstance)
        .map(MessageEvent.MediaReady.class::cast)
        .toList();
  }

  @Test
  void notesWhatIsWantedAndNothingElse() throws Exception {
    receive(PhoneFile.Kind.IMAGE);
    assertThat(talk.store.records("pending-file")).isEmpty();

    fetch(Set.of("image"), 1000);
    receive(PhoneFile.Kind.VOICE);
    StoredMessage image = receive(PhoneFile.Kind.IMAGE);
    assertThat(talk.store.records("pending-file")).containsExactly(image.id());

    fetch(Set.of("image"), 999);
    receive(PhoneFile.Kind.IMAGE);
    assertThat(talk.store.records("pending-file")).containsExactly(image.id());
  }

  @Test
  void givesOutAFewAtATimeInTheirOrder() throws Exception {
    fetch(Set.of("image"), 1000);
    StoredMessage first = receive(PhoneFile.Kind.IMAGE);
    StoredMessage second = receive(PhoneFile.Kind.IMAGE);
    StoredMessage third = receive(PhoneFile.Kind.IMAGE);

    DueFiles.Found found = due(2);
    assertThat(ids(found)).containsExactly(first.id(), second.id());
    assertThat(found.next()).contains(Duration.ZERO);
    found = due(5, first.id());
    assertThat(ids(found)).containsExactly(second.id(), third.id());
    assertThat(found.next()).isEmpty();

    ask(new SettleFile.As(second.id(), new SettleFile.Later(Duration.ofHours(1))));
    found = due(5, first.id());
    assertThat(ids(found)).containsExactly(third.id());
    assertThat(found.next().orElseThrow()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    assertThat(told()).isEmpty();
  }

  @Test
  void tellsEachOnce() throws Exception {
    fetch(Set.of("image"), 1000);
    StoredMessage there = receive(PhoneFile.Kind.IMAGE);
    StoredMessage lost = receive(PhoneFile.Kind.IMAGE);
    MessageFailure failure =
        new MessageFailure("media-expired", OptionalInt.empty(), "It is gone.");

    ask(new SettleFile.As(there.id(), new SettleFile.Fetched("image/jpeg", 1000)));
    ask(new SettleFile.As(there.id(), new SettleFile.Fetched("image/jpeg", 1000)));
    ask(new SettleFile.As(lost.id(), new SettleFile.Failed(failure)));
    ask(new SettleFile.As("unknown", new SettleFile.Failed(failure)));

    assertThat(told())
        .containsExactly(
            new MessageEvent.MediaReady(
                there,
                Optional.of(new MessageEvent.MediaReady.File("image/jpeg", 1000)),
                Optional.empty()),
            new MessageEvent.MediaReady(lost, Optional.empty(), Optional.of(failure)));
    assertThat(talk.store.records("pending-file")).isEmpty();
  }

  /** Whoever owns the session next goes on, also when it fetches nothing of new messages. */
  @Test
  void outlivesTheProcessAndTheLink() throws Exception {
    fetch(Set.of("image"), 1000);
    StoredMessage image = receive(PhoneFile.Kind.IMAGE);
    ask(new SettleFile.As(image.id(), new SettleFile.Later(Duration.ZERO)));
    talk.restart().client.start();

    DueFiles.Found found = due(2);
    assertThat(ids(found)).containsExactly(image.id());
    assertThat(found.files().getFirst().attempts()).isEqualTo(1);
    assertThat(RecordKind.keptAtLogOut()).contains("pending-file");
  }
}
