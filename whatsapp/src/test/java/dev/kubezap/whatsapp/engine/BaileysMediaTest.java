package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.AudioContent;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.StickerContent;
import dev.kubezap.whatsapp.content.VideoContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.media.MediaCheck;
import dev.kubezap.whatsapp.media.MediaKeys;
import dev.kubezap.whatsapp.media.MediaSealing;
import dev.kubezap.whatsapp.media.SealedFile;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transfer.SealedFileStream;
import dev.kubezap.whatsapp.transport.WebClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of every kind, to and from an unmodified Baileys. */
@Tag("slow")
class BaileysMediaTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final String OUR_JID = "4915112345678@s.whatsapp.net";
  private static final Jid THEIR_JID = Jid.phoneNumber("4915187654321");
  private static final MessageContext NONE = MessageContext.NONE;

  @TempDir private Path folder;
  private final MemoryStore store = new MemoryStore();
  private final byte[] plain = new byte[150_007];
  private Simulator simulator;
  private BaileysPeer peer;
  private LiveClient live;
  private Path ca;

  @BeforeEach
  void link() throws Exception {
    new Random(5).nextBytes(plain);
    simulator = Simulator.start(SimulatorConfig.defaults().withTls(true));
    simulator.addAccount(OURS, "Ada", false, Addressing.ANY);
    simulator.addAccount(THEIRS, "Bob", false, Addressing.ANY);
    ca = folder.resolve("ca.pem");
    Files.writeString(ca, simulator.caPem().orElseThrow());
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.of(ca));
    live =
        new LiveClient(
                simulator,
                store,
                new MemoryIdentityStore(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ca))
            .pair(simulator, OURS);
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

  private MediaTransfer transfer() {
    return new MediaTransfer(true, new WebClient(Optional.empty(), Optional.of(ca), _ -> true));
  }

  private MediaHosts.Known hosts() throws Exception {
    return (MediaHosts.Known) live.client.mediaHosts().get(20, TimeUnit.SECONDS);
  }

  private Composable uploaded(Media described) throws Exception {
    Path sealed = folder.resolve("sealed");
    SealedFile file;
    try (OutputStream out = Files.newOutputStream(sealed)) {
      byte[] secret = new byte[MediaKeys.SECRET];
      new Random(described.type().hashCode()).nextBytes(secret);
      file =
          MediaSealing.seal(
              described.kind(), ByteString.copyFrom(secret), new ByteArrayInputStream(plain), out);
    }
    return described.with(
        transfer().upload(hosts(), described.kind(), file, sealed, described.media().mimetype()));
  }

  private static MediaReference unsent(String mimetype) {
    return MediaReference.unsent(Optional.of(mimetype));
  }

  static Stream<Media> ours() {
    ByteString wave = ByteString.copyFrom(new byte[64]);
    return Stream.of(
        new ImageContent(
            unsent("image/jpeg"), Optional.of("pier"), 3, 2, ByteString.EMPTY, false, NONE),
        new VideoContent(
            VideoContent.Form.VIDEO,
            unsent("video/mp4"),
            Optional.of("waves"),
            4,
            3,
            2,
            ByteString.EMPTY,
            false,
            NONE),
        new VideoContent(
            VideoContent.Form.GIF,
            unsent("video/mp4"),
            Optional.empty(),
            1,
            0,
            0,
            ByteString.EMPTY,
            false,
            NONE),
        new VideoContent(
            VideoContent.Form.NOTE,
            unsent("video/mp4"),
            Optional.empty(),
            2,
            0,
            0,
            ByteString.EMPTY,
            false,
            NONE),
        new AudioContent(true, unsent("audio/ogg; codecs=opus"), 3, wave, false, NONE),
        new AudioContent(false, unsent("audio/mpeg"), 3, ByteString.EMPTY, false, NONE),
        new DocumentContent(
            unsent("application/pdf"),
            Optional.of("plan.pdf"),
            Optional.of("the plan"),
            ByteString.EMPTY,
            NONE),
        new StickerContent(unsent("image/webp"), false, 512, 512, NONE),
        new ImageContent(
            unsent("image/jpeg"), Optional.empty(), 3, 2, ByteString.EMPTY, true, NONE));
  }

  @Test
  @Conformance(
      value = {
        Capability.IMAGE,
        Capability.VIDEO,
        Capability.GIF,
        Capability.VIDEO_NOTE,
        Capability.VOICE,
        Capability.AUDIO,
        Capability.DOCUMENT,
        Capability.STICKER,
        Capability.VIEW_ONCE
      },
      in = Direction.OURS_TO_BAILEYS)
  void baileysOpensWhatWeSend() throws Exception {
    for (Media described : ours().toList()) {
      SendResult result =
          live.client
              .send(new SendRequest(THEIR_JID, uploaded(described), Map.of(), Optional.empty()))
              .get(20, TimeUnit.SECONDS);
      String id = ((SendResult.Accepted) result).message().stanzaId();
      peer.await(
          event ->
              BaileysPeer.event("message").test(event) && event.path("id").asText().equals(id));
      assertThat(peer.download(id)).as(described.type()).isEqualTo(plain);
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = {
        Capability.IMAGE,
        Capability.VIDEO,
        Capability.GIF,
        Capability.VIDEO_NOTE,
        Capability.VOICE,
        Capability.AUDIO,
        Capability.DOCUMENT,
        Capability.STICKER,
        Capability.VIEW_ONCE
      },
      in = Direction.BAILEYS_TO_OURS)
  void weOpenWhatBaileysSends() throws Exception {
    Path file = folder.resolve("file");
    Files.write(file, plain);
    String url = "{\"url\":\"" + file + "\"}";
    Iterator<String> types =
        List.of(
                "image",
                "video",
                "gif",
                "videoNote",
                "audio",
                "voice",
                "document",
                "sticker",
                "image")
            .iterator();
    for (String content :
        List.of(
            "{\"image\":" + url + ",\"caption\":\"pier\",\"jpegThumbnail\":\"\"}",
            "{\"video\":" + url + ",\"jpegThumbnail\":\"\"}",
            "{\"video\":" + url + ",\"gifPlayback\":true,\"jpegThumbnail\":\"\"}",
            "{\"video\":" + url + ",\"ptv\":true,\"jpegThumbnail\":\"\"}",
            "{\"audio\":" + url + ",\"mimetype\":\"audio/mpeg\",\"seconds\":2}",
            "{\"audio\":"
                + url
                + ",\"ptt\":true,\"mimetype\":\"audio/ogg; codecs=opus\",\"seconds\":2}",
            "{\"document\":" + url + ",\"mimetype\":\"application/pdf\",\"fileName\":\"plan.pdf\"}",
            "{\"sticker\":" + url + "}",
            "{\"image\":" + url + ",\"viewOnce\":true,\"jpegThumbnail\":\"\"}")) {
      String id = peer.sendContent(OUR_JID, content);
      Media media =
          await(content)
              .atMost(Duration.ofSeconds(20))
              .until(
                  () ->
                      store.messages().stream()
                          .filter(message -> message.stanzaId().equals(id))
                          .map(message -> (Media) message.content())
                          .findFirst(),
                  Optional::isPresent)
              .orElseThrow();
      assertThat(media.type()).as(content).isEqualTo(types.next());
      assertThat(opened(media)).as(content).isEqualTo(plain);
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  private byte[] opened(Media media) throws Exception {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    transfer().download(hosts(), media.media(), 1_000_000, sealed);
    MediaCheck check = new MediaCheck(media.kind(), media.media());
    check.update(sealed.toByteArray(), 0, sealed.size());
    assertThat(check.finish()).isEqualTo(plain.length);
    Path file = folder.resolve("opened");
    Files.write(file, sealed.toByteArray());
    try (InputStream in =
        SealedFileStream.open(MediaKeys.of(media.kind(), media.media().mediaKey()), file)) {
      return in.readAllBytes();
    }
  }
}
