package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.media.MediaDownloads;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.fetch.DueFiles;
import dev.kubezap.whatsapp.fetch.SettleFile;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.media.MediaSealing;
import dev.kubezap.whatsapp.media.SealedFile;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What messages left to be fetched is fetched, a few at a time, and each is settled once. */
class MediaDownloadsTest {
  private static final byte[] PLAIN = new byte[70_000];

  @AutoClose private final FakeMediaHost host = new FakeMediaHost();
  private final FakeClient client = new FakeClient();
  private final AtomicLong most = new AtomicLong(1 << 20);
  private final MediaDownloads downloads =
      new MediaDownloads(host.parts().incoming(), () -> Optional.of(client), most::get);

  /** What is noted, by the ids of its messages. */
  private final Map<String, DueFiles.DueFile> rows = new LinkedHashMap<>();

  private final Map<String, SettleFile.Result> settled = new LinkedHashMap<>();
  private int looked;

  @BeforeEach
  void answer() {
    client.hosts = host.hosts();
    client.services = this::answer;
  }

  @AfterEach
  void stop() {
    downloads.stop();
  }

  private synchronized ServiceAnswer<?> answer(ServiceRequest<?> request) {
    return switch (request) {
      case DueFiles.Wanted wanted -> {
        looked++;
        assertThat(wanted.limit()).isBetween(1, 2);
        List<DueFiles.DueFile> due =
            rows.values().stream()
                .filter(row -> !wanted.except().contains(row.message().id()))
                .limit(wanted.limit())
                .toList();
        yield new ServiceAnswer.Given<>(new DueFiles.Found(due, List.of(), Optional.empty()));
      }
      case SettleFile.As(String id, SettleFile.Result result) -> {
        rows.remove(id);
        settled.put(id, result);
        yield new ServiceAnswer.Given<>(new Done());
      }
      default -> new ServiceAnswer.NotConnected<>();
    };
  }

  private synchronized void due(String id, int attempts, MediaReference reference) {
    rows.put(
        id,
        new DueFiles.DueFile(
            message(
                id,
                new DocumentContent(
                    reference,
                    Optional.empty(),
                    Optional.empty(),
                    ByteString.EMPTY,
                    MessageContext.NONE)),
            attempts));
  }

  private static StoredMessage message(String id, dev.kubezap.whatsapp.content.Content content) {
    Jid chat = Jid.phoneNumber("4915112345678");
    return new StoredMessage(
        id,
        "3EB0",
        chat,
        Optional.empty(),
        chat,
        0,
        false,
        Optional.empty(),
        FakeClient.NOW,
        content,
        ByteString.EMPTY,
        MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  private MediaReference uploaded(String path, int key) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] secret = new byte[32];
    secret[0] = (byte) key;
    SealedFile file =
        MediaSealing.seal(
            MediaKind.DOCUMENT, ByteString.copyFrom(secret), new ByteArrayInputStream(PLAIN), out);
    host.files.put(path, out.toByteArray());
    return file.at(Optional.of("application/pdf"), path, Optional.empty());
  }

  private synchronized Map<String, SettleFile.Result> settled() {
    return Map.copyOf(settled);
  }

  private synchronized int looked() {
    return looked;
  }

  private void awaitSettled(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> settled().size() == count);
  }

  @Test
  void fetchesAllThatIsDueAndKeepsIt() throws Exception {
    for (int i = 0; i < 5; i++) {
      due("m" + i, 0, uploaded("/v/" + i, i));
    }
    downloads.start();
    awaitSettled(5);
    assertThat(settled())
        .allSatisfy(
            (id, result) ->
                assertThat(result).isEqualTo(new SettleFile.Fetched("application/pdf", 70_000)));
    assertThat(host.kept()).hasSize(5);
    assertThat(host.inWork()).isEmpty();
  }

  @Test
  void looksAgainWhenSomethingWasStored() throws Exception {
    downloads.start();
    await().until(() -> looked() > 0);
    due("m1", 0, uploaded("/v/1", 1));
    downloads.committed();
    awaitSettled(1);
    assertThat(settled().get("m1")).isInstanceOf(SettleFile.Fetched.class);
  }

  @Test
  void waitsForAConnection() throws Exception {
    client.hosts = new MediaHosts.NotConnected();
    due("m1", 0, uploaded("/v/1", 1));
    downloads.start();
    await().until(() -> looked() > 0);
    client.hosts = host.hosts();
    downloads.changed();
    awaitSettled(1);
    assertThat(settled().get("m1")).isInstanceOf(SettleFile.Fetched.class);
  }

  @Test
  void triesAgainWhatMayPassAndGivesUpInTheEnd() throws Exception {
    MediaReference gone = uploaded("/v/1", 1);
    host.files.clear();
    due("first", 0, gone);
    due("later", 4, gone);
    due("last", 5, gone);
    downloads.start();
    awaitSettled(3);
    assertThat(settled().get("first")).isEqualTo(new SettleFile.Later(Duration.ofSeconds(30)));
    assertThat(settled().get("later")).isEqualTo(new SettleFile.Later(Duration.ofHours(6)));
    assertThat(settled().get("last"))
        .isInstanceOfSatisfying(
            SettleFile.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("media-expired"));
    assertThat(host.inWork()).isEmpty();
  }

  @Test
  void givesUpWhatCannotBeOtherwise() throws Exception {
    due("keyless", 0, MediaReference.unsent(Optional.of("image/png")));
    MediaReference other = uploaded("/v/1", 1);
    host.files.put("/v/1", new byte[70_010]);
    due("exchanged", 0, other);
    downloads.start();
    awaitSettled(2);
    assertThat(settled().get("keyless"))
        .isInstanceOfSatisfying(
            SettleFile.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("media-unavailable"));
    assertThat(settled().get("exchanged"))
        .isInstanceOfSatisfying(
            SettleFile.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("media-corrupt"));
    assertThat(host.kept()).isEmpty();
  }

  /** Its message lies about its size; the limit holds all the same. */
  @Test
  void fetchesNoMoreThanTheLimit() throws Exception {
    most.set(60_000);
    due("large", 0, uploaded("/v/1", 1));
    downloads.start();
    awaitSettled(1);
    assertThat(settled().get("large"))
        .isInstanceOfSatisfying(
            SettleFile.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("media-too-large"));
    assertThat(host.kept()).isEmpty();
    assertThat(host.inWork()).isEmpty();
  }

  @Test
  void dropsWhatHasNoFileAnyMore() {
    synchronized (this) {
      rows.put(
          "erased",
          new DueFiles.DueFile(
              message("erased", new TextContent("x", Optional.empty(), MessageContext.NONE)), 0));
    }
    downloads.start();
    awaitSettled(1);
    assertThat(settled().get("erased")).isEqualTo(new SettleFile.Dropped());
  }

  /** What was noted while files were wanted is fetched, and what is stored now wakes nobody. */
  @Test
  void finishesWhatIsNotedWhenNothingMoreIsWanted() throws Exception {
    most.set(0);
    due("m1", 0, uploaded("/v/1", 1));
    downloads.start();
    awaitSettled(1);
    assertThat(settled().get("m1")).isInstanceOf(SettleFile.Fetched.class);
  }
}
