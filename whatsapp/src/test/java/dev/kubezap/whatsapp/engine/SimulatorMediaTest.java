package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.AudioContent;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.StickerContent;
import dev.kubezap.whatsapp.content.VideoContent;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.media.MediaCheck;
import dev.kubezap.whatsapp.media.MediaSealing;
import dev.kubezap.whatsapp.media.OpenCheck;
import dev.kubezap.whatsapp.media.SealedFile;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transfer.MediaTransferException;
import dev.kubezap.whatsapp.transport.WebClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files go to the simulator's host and come from there, as messages tell of them. */
class SimulatorMediaTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final Jid THEIR_JID = Jid.phoneNumber("4915187654321");
  private static final ByteString SECRET = ByteString.copyFrom(new byte[32]);

  @TempDir private Path folder;
  private final MemoryStore store = new MemoryStore();
  private final MediaTransfer transfer =
      new MediaTransfer(false, new WebClient(Optional.empty(), Optional.empty(), _ -> true));
  private final byte[] plain = new byte[300_000];
  private Simulator simulator;
  private LiveClient live;

  @BeforeEach
  void link() throws Exception {
    new Random(1).nextBytes(plain);
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false, Addressing.ANY);
    simulator.addAccount(THEIRS, "Bob", false, Addressing.ANY);
    live = LiveClient.of(simulator, store, new MemoryIdentityStore()).pair(simulator, OURS);
  }

  @AfterEach
  void close() {
    live.close();
    simulator.close();
  }

  private MediaHosts.Known hosts() throws Exception {
    return (MediaHosts.Known) live.client.mediaHosts().get(20, TimeUnit.SECONDS);
  }

  private MediaHosts.Known hosts(String... first) throws Exception {
    MediaHosts.Known known = hosts();
    List<String> all = Stream.concat(Arrays.stream(first), known.hosts().stream()).toList();
    return new MediaHosts.Known(all, known.auth(), known.validFor());
  }

  private MediaReference upload(MediaHosts.Known hosts) throws Exception {
    return upload(hosts, MediaKind.IMAGE, "image/jpeg");
  }

  private MediaReference upload(MediaHosts.Known hosts, MediaKind kind, String mimetype)
      throws Exception {
    Path sealed = folder.resolve("sealed");
    SealedFile file;
    try (OutputStream out = Files.newOutputStream(sealed)) {
      file = MediaSealing.seal(kind, SECRET, new ByteArrayInputStream(plain), out);
    }
    return transfer.upload(hosts, kind, file, sealed, Optional.of(mimetype));
  }

  private byte[] download(MediaHosts.Known hosts, MediaReference reference) throws Exception {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    transfer.download(hosts, reference, 1_000_000, sealed);
    return sealed.toByteArray();
  }

  private static long checked(MediaReference reference, byte[] sealed) throws Exception {
    MediaCheck check = new MediaCheck(MediaKind.IMAGE, reference);
    check.update(sealed, 0, sealed.length);
    return check.finish();
  }

  private PhoneMessage onPhone(String id) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> simulator.messages(THEIRS).stream().anyMatch(message -> message.id().equals(id)));
    return simulator.messages(THEIRS).stream()
        .filter(message -> message.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Conformance(value = Capability.CHANNEL_FILE, in = Direction.OURS_TO_PHONE)
  void aChannelPublishesAFileAsItIs() throws Exception {
    Path file = folder.resolve("plain");
    Files.write(file, plain);
    ByteString digest = ByteString.copyFrom(Sha256.digest(plain));
    MediaReference reference =
        transfer.publish(
            hosts(), MediaKind.IMAGE, plain.length, digest, file, Optional.of("image/jpeg"));
    assertThat(reference.isOpen()).isTrue();
    OpenCheck check = new OpenCheck(reference);
    byte[] there = download(hosts(), reference);
    check.update(there, 0, there.length);
    assertThat(check.finish()).isEqualTo(300_000);

    Jid channel = Jid.of(simulator.channels().create(OURS, "News"));
    ImageContent image =
        new ImageContent(
            reference, Optional.of("pier"), 3, 2, ByteString.EMPTY, false, MessageContext.NONE);
    SendResult result =
        live.client
            .send(new SendRequest(channel, image, Map.of(), Optional.empty()))
            .get(20, TimeUnit.SECONDS);
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    live.awaitUntil(() -> simulator.channels().published(channel.toString()).size() == 1);
    ImageContent seen =
        (ImageContent)
            Contents.read(
                ByteString.copyFrom(
                    simulator.channels().published(channel.toString()).getFirst().toArray()));
    assertThat(seen.media().isOpen()).isTrue();
    assertThat(seen.media().sha256()).isEqualTo(digest);
    assertThat(seen.caption()).contains("pier");
    assertThat(simulator.violations().list()).isEmpty();
    assertThat(store.records("media-handle")).isEmpty();
  }

  @Test
  @Conformance(value = Capability.IMAGE, in = Direction.OURS_TO_PHONE)
  void aPhoneOpensWhatWeSend() throws Exception {
    ImageContent image =
        new ImageContent(
            upload(hosts()),
            Optional.of("pier"),
            3,
            2,
            ByteString.EMPTY,
            false,
            MessageContext.NONE);
    SendResult result =
        live.client
            .send(new SendRequest(THEIR_JID, image, Map.of(), Optional.empty()))
            .get(20, TimeUnit.SECONDS);
    StoredMessage sent = ((SendResult.Accepted) result).message();

    PhoneFile file = simulator.file(onPhone(sent.stanzaId()));
    assertThat(file.bytes()).isEqualTo(Bytes.of(plain));
    assertThat(file.caption()).isEqualTo("pier");
    assertThat(file.mimetype()).isEqualTo("image/jpeg");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.IMAGE, in = Direction.PHONE_TO_OURS)
  void weOpenWhatAPhoneSends() throws Exception {
    String id = simulator.send(THEIRS, OURS, PhoneFile.image(Bytes.of(plain), "pier"), true);
    live.awaitUntil(
        () -> store.messages().stream().anyMatch(message -> message.stanzaId().equals(id)));
    StoredMessage received =
        store.messages().stream()
            .filter(message -> message.stanzaId().equals(id))
            .findFirst()
            .orElseThrow();
    Media media = (Media) received.content();

    assertThat(media.kind()).isEqualTo(MediaKind.IMAGE);
    assertThat(media.caption()).contains("pier");
    assertThat(checked(media.media(), download(hosts(), media.media()))).isEqualTo(300_000);
  }

  private static VideoContent video(VideoContent.Form form) {
    return new VideoContent(
        form,
        MediaReference.unsent(Optional.of("video/mp4")),
        Optional.empty(),
        2,
        0,
        0,
        ByteString.EMPTY,
        false,
        MessageContext.NONE);
  }

  private static AudioContent audio(boolean voice, String mimetype) {
    return new AudioContent(
        voice,
        MediaReference.unsent(Optional.of(mimetype)),
        2,
        ByteString.EMPTY,
        false,
        MessageContext.NONE);
  }

  /** What we send, by what a phone takes it for. */
  static Stream<Arguments> ours() {
    return Stream.of(
        Arguments.of(video(VideoContent.Form.VIDEO), PhoneFile.Kind.VIDEO),
        Arguments.of(video(VideoContent.Form.GIF), PhoneFile.Kind.GIF),
        Arguments.of(video(VideoContent.Form.NOTE), PhoneFile.Kind.VIDEO_NOTE),
        Arguments.of(audio(true, "audio/ogg; codecs=opus"), PhoneFile.Kind.VOICE),
        Arguments.of(audio(false, "audio/mpeg"), PhoneFile.Kind.AUDIO),
        Arguments.of(
            new DocumentContent(
                MediaReference.unsent(Optional.of("application/pdf")),
                Optional.of("plan.pdf"),
                Optional.of("the plan"),
                ByteString.EMPTY,
                MessageContext.NONE),
            PhoneFile.Kind.DOCUMENT),
        Arguments.of(
            new StickerContent(
                MediaReference.unsent(Optional.of("image/webp")),
                false,
                512,
                512,
                MessageContext.NONE),
            PhoneFile.Kind.STICKER),
        Arguments.of(
            new ImageContent(
                MediaReference.unsent(Optional.of("image/jpeg")),
                Optional.empty(),
                3,
                2,
                ByteString.EMPTY,
                true,
                MessageContext.NONE),
            PhoneFile.Kind.VIEW_ONCE));
  }

  @ParameterizedTest
  @MethodSource("ours")
  @Conformance(
      value = {
        Capability.VIDEO,
        Capability.GIF,
        Capability.VIDEO_NOTE,
        Capability.VOICE,
        Capability.AUDIO,
        Capability.DOCUMENT,
        Capability.STICKER,
        Capability.VIEW_ONCE
      },
      in = Direction.OURS_TO_PHONE)
  void aPhoneOpensEveryKind(Media described, PhoneFile.Kind kind) throws Exception {
    String mimetype = described.media().mimetype().orElseThrow();
    Composable content = described.with(upload(hosts(), described.kind(), mimetype));
    SendResult result =
        live.client
            .send(new SendRequest(THEIR_JID, content, Map.of(), Optional.empty()))
            .get(20, TimeUnit.SECONDS);
    StoredMessage sent = ((SendResult.Accepted) result).message();

    PhoneFile file = simulator.file(onPhone(sent.stanzaId()));
    assertThat(file.kind()).isEqualTo(kind);
    assertThat(file.mimetype()).isEqualTo(mimetype);
    assertThat(file.bytes()).isEqualTo(Bytes.of(plain));
    assertThat(file.name()).isEqualTo(kind == PhoneFile.Kind.DOCUMENT ? "plan.pdf" : "");
    assertThat(file.caption()).isEqualTo(kind == PhoneFile.Kind.DOCUMENT ? "the plan" : "");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "VIDEO, video/mp4, video",
    "GIF, video/mp4, gif",
    "VIDEO_NOTE, video/mp4, videoNote",
    "VOICE, audio/ogg; codecs=opus, voice",
    "AUDIO, audio/mpeg, audio",
    "DOCUMENT, application/pdf, document",
    "STICKER, image/webp, sticker",
    "VIEW_ONCE, image/jpeg, image"
  })
  @Conformance(
      value = {
        Capability.VIDEO,
        Capability.GIF,
        Capability.VIDEO_NOTE,
        Capability.VOICE,
        Capability.AUDIO,
        Capability.DOCUMENT,
        Capability.STICKER,
        Capability.VIEW_ONCE
      },
      in = Direction.PHONE_TO_OURS)
  void weOpenEveryKind(PhoneFile.Kind kind, String mimetype, String type) throws Exception {
    String name = kind == PhoneFile.Kind.DOCUMENT ? "plan.pdf" : "";
    PhoneFile file = new PhoneFile(kind, mimetype, "", name, Bytes.of(plain));
    String id = simulator.send(THEIRS, OURS, file, false);
    live.awaitUntil(
        () -> store.messages().stream().anyMatch(message -> message.stanzaId().equals(id)));
    Media media =
        (Media)
            store.messages().stream()
                .filter(message -> message.stanzaId().equals(id))
                .findFirst()
                .orElseThrow()
                .content();

    assertThat(media.type()).isEqualTo(type);
    assertThat(media.media().mimetype()).contains(mimetype);
    assertThat(media.viewOnce()).isEqualTo(kind == PhoneFile.Kind.VIEW_ONCE);
    if (media instanceof DocumentContent document) {
      assertThat(document.filename()).contains("plan.pdf");
    }
    MediaCheck check = new MediaCheck(media.kind(), media.media());
    byte[] sealed = download(hosts(), media.media());
    check.update(sealed, 0, sealed.length);
    assertThat(check.finish()).isEqualTo(plain.length);
    assertThat(media.media().sha256()).isEqualTo(ByteString.copyFrom(Sha256.digest(plain)));
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void triesTheNextHost() throws Exception {
    MediaReference reference = upload(hosts("127.0.0.1:1"));
    assertThat(checked(reference, download(hosts("127.0.0.1:1"), reference))).isEqualTo(300_000);

    String host = hosts().hosts().getFirst();
    simulator.mediaHost().refuse(1);
    assertThat(upload(hosts(host)).directPath()).isEqualTo(reference.directPath());
    simulator.mediaHost().refuse(1);
    assertThat(download(hosts(host), reference)).hasSize(300_026);
  }

  @Test
  void goesOnWhereAHostBrokeOff() throws Exception {
    MediaReference reference = upload(hosts());
    String host = hosts().hosts().getFirst();
    simulator.mediaHost().cutOff(2);

    assertThat(checked(reference, download(hosts(host, host), reference))).isEqualTo(300_000);
  }

  @Test
  void saysWhyNothingComes() throws Exception {
    MediaReference reference = upload(hosts());
    String id = simulator.send(THEIRS, OURS, PhoneFile.image(Bytes.of(plain), ""), true);

    simulator.mediaHost().refuse(1);
    assertReason(reference, MediaTransferException.Reason.UNREACHABLE, 1_000_000);
    assertReason(reference, MediaTransferException.Reason.TOO_LARGE, 300_025);
    MediaReference gone =
        new SealedFile(SECRET, 1, ByteString.EMPTY, ByteString.EMPTY)
            .at(Optional.empty(), "/v/" + "00".repeat(32) + ".enc", Optional.empty());
    assertReason(gone, MediaTransferException.Reason.GONE, 1_000_000);
    assertReason(
        MediaReference.unsent(Optional.empty()), MediaTransferException.Reason.INCOMPLETE, 1);

    PhoneMessage sent = onPhone(id);
    assertThat(simulator.expireFile(sent)).isTrue();
  }

  private void assertReason(
      MediaReference reference, MediaTransferException.Reason reason, long most) {
    assertThatExceptionOfType(MediaTransferException.class)
        .isThrownBy(
            () -> transfer.download(hosts(), reference, most, OutputStream.nullOutputStream()))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void ourPhoneUploadsAgainWhatTheHostForgot() throws Exception {
    String id = simulator.send(THEIRS, OURS, PhoneFile.image(Bytes.of(plain), ""), true);
    live.awaitUntil(
        () -> store.messages().stream().anyMatch(message -> message.stanzaId().equals(id)));
    StoredMessage message =
        store.messages().stream()
            .filter(stored -> stored.stanzaId().equals(id))
            .findFirst()
            .orElseThrow();
    MediaReference reference = ((Media) message.content()).media();
    assertThat(place(message)).isEmpty();
    assertThat(simulator.expireFile(onPhone(id))).isTrue();
    assertReason(reference, MediaTransferException.Reason.GONE, 1_000_000);

    assertThat(live.client.askPhoneForFile(message.id()).get(20, TimeUnit.SECONDS)).isTrue();
    await().atMost(Duration.ofSeconds(20)).until(() -> place(message).isPresent());
    MediaReference moved =
        reference.movedTo(place(message).orElseThrow().directPath().orElseThrow());
    assertThat(moved.directPath()).isNotEqualTo(reference.directPath());
    assertThat(checked(moved, download(hosts(), moved))).isEqualTo(300_000);
    assertThat(live.client.askPhoneForFile("unknown").get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(simulator.violations().list()).isEmpty();
  }

  private Optional<FilePlace> place(StoredMessage message) {
    return live.client.filePlace(message.id()).orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void aWrongTokenIsToldAsStaleHosts() throws Exception {
    MediaHosts.Known known = hosts();

    assertThatExceptionOfType(MediaTransferException.class)
        .isThrownBy(() -> upload(new MediaHosts.Known(known.hosts(), "old", known.validFor())))
        .satisfies(
            e -> assertThat(e.reason()).isEqualTo(MediaTransferException.Reason.STALE_HOSTS));
  }
}
