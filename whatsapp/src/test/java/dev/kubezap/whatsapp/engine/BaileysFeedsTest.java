package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.channel.ChangeChannel;
import dev.kubezap.whatsapp.channel.Channel;
import dev.kubezap.whatsapp.channel.CreateChannel;
import dev.kubezap.whatsapp.channel.DescribeChannel;
import dev.kubezap.whatsapp.channel.FollowChannel;
import dev.kubezap.whatsapp.channel.ReadChannel;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.QuotedMessage;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status feed and channels, shared with an unmodified Baileys. */
@Tag("slow")
class BaileysFeedsTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final Jid OUR_JID = Jid.phoneNumber("4915112345678");
  private static final Jid THEIR_JID = Jid.phoneNumber("4915187654321");

  @TempDir private Path folder;
  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private BaileysPeer peer;
  private LiveClient live;

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false);
    simulator.addAccount(THEIRS, "Bob", false);
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

  private void send(Jid to, String text, List<Jid> audience) throws Exception {
    SendResult result =
        live.client
            .send(
                new SendRequest(
                    to,
                    TextContent.of(text),
                    Map.of(),
                    Optional.empty(),
                    SendPlan.AT_ONCE,
                    audience))
            .get(20, TimeUnit.SECONDS);
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
  }

  private StoredMessage received(Jid chat) {
    live.awaitUntil(() -> inbound(chat).isPresent());
    return inbound(chat).orElseThrow();
  }

  private Optional<StoredMessage> inbound(Jid chat) {
    return store.messages().stream()
        .filter(message -> message.chat().equals(chat) && !message.fromMe())
        .findFirst();
  }

  private JsonNode channel(String method, String arguments) throws IOException {
    return peer.command("groups", Map.of("method", method, "arguments", arguments)).path("result");
  }

  @Test
  @Conformance(value = Capability.STATUS, in = Direction.OURS_TO_BAILEYS)
  void baileysSeesOurStatus() throws Exception {
    send(Jid.STATUS, "open today", List.of(THEIR_JID));
    assertThat(peer.awaitText("open today").path("chat").asText()).isEqualTo("status@broadcast");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.STATUS, in = Direction.BAILEYS_TO_OURS)
  void seesTheStatusOfBaileys() throws Exception {
    peer.command("status", Map.of("text", "at sea", "recipients", "[\"" + OUR_JID + "\"]"));
    StoredMessage seen = received(Jid.STATUS);
    assertThat(((TextContent) seen.content()).text()).isEqualTo("at sea");
    assertThat(seen.sender()).isEqualTo(THEIR_JID);
    MessageContext answers =
        new MessageContext(
            Optional.of(
                QuotedMessage.of(seen.stanzaId(), seen.sender(), seen.encoded()).from(seen.chat())),
            List.of(),
            false,
            0,
            Optional.empty());
    SendResult sent =
        live.client
            .send(
                new SendRequest(
                    THEIR_JID,
                    TextContent.of("where?").with(answers),
                    Map.of(),
                    Optional.empty(),
                    SendPlan.AT_ONCE))
            .get(20, TimeUnit.SECONDS);
    assertThat(sent).isInstanceOf(SendResult.Accepted.class);
    JsonNode context =
        peer.awaitText("where?").path("content").path("extendedTextMessage").path("contextInfo");
    assertThat(context.path("remoteJid").asText()).isEqualTo("status@broadcast");
    assertThat(context.path("stanzaId").asText()).isEqualTo(seen.stanzaId());
  }

  @Test
  @Conformance(value = Capability.CHANNEL_PUBLISHED, in = Direction.OURS_TO_BAILEYS)
  void baileysReadsWhatWePublish() throws Exception {
    Jid id = Jid.of(simulator.channels().create(OURS, "News"));
    String quoted = "[\"" + id + "\"]";
    assertThat(
            channel("newsletterMetadata", "[\"jid\", \"" + id + "\"]")
                .path("thread_metadata")
                .path("name")
                .path("text")
                .asText())
        .isEqualTo("News");
    channel("newsletterFollow", quoted);
    assertThat(simulator.channels().followers(id.toString())).isEqualTo(1);
    send(id, "published", List.of());
    assertThat(peer.awaitText("published").path("chat").asText()).isEqualTo(id.toString());
  }

  @Test
  @Conformance(value = Capability.CHANNEL_REACTION, in = Direction.BAILEYS_TO_OURS)
  void countsTheReactionOfBaileys() throws Exception {
    Jid id = Jid.of(simulator.channels().create(OURS, "News"));
    send(id, "published", List.of());
    live.awaitUntil(() -> simulator.channels().published(id.toString()).size() == 1);
    channel("newsletterReactMessage", "[\"" + id + "\", \"100\", \"👍\"]");
    assertThat(given(new ReadChannel.Of(id, 1, Optional.empty())).messages().getFirst().reactions())
        .isEqualTo(Map.of("👍", 1L));
    channel("newsletterReactMessage", "[\"" + id + "\", \"100\"]");
    assertThat(given(new ReadChannel.Of(id, 1, Optional.empty())).messages().getFirst().reactions())
        .isEmpty();
    assertThat(simulator.violations().list()).isEmpty();
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = live.client.request(request).get(20, TimeUnit.SECONDS);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  @Test
  @Conformance(value = Capability.CHANNEL_MADE, in = Direction.OURS_TO_BAILEYS)
  void baileysSeesTheChannelWeMake() throws Exception {
    Jid id = given(new CreateChannel.Of("Ours", Optional.of("From here"))).id();
    var _ = given(new ChangeChannel.Of(id, Optional.of("Still ours"), Optional.empty()));
    JsonNode seen = channel("newsletterMetadata", "[\"jid\", \"" + id + "\"]");
    assertThat(seen.path("thread_metadata").path("name").path("text").asText())
        .isEqualTo("Still ours");
    assertThat(seen.path("thread_metadata").path("description").path("text").asText())
        .isEqualTo("From here");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.CHANNEL_MADE, in = Direction.BAILEYS_TO_OURS)
  void seesTheChannelThatBaileysMakes() throws Exception {
    JsonNode made = channel("newsletterCreate", "[\"Theirs\", \"From there\"]");
    Jid id = Jid.of(made.path("id").asText());
    channel("newsletterUpdateName", "[\"" + id + "\", \"Still theirs\"]");
    Channel seen = given(new DescribeChannel.Of(id));
    assertThat(seen.name()).isEqualTo("Still theirs");
    assertThat(seen.description()).contains("From there");
    assertThat(seen.role()).contains("guest");
  }

  @Test
  @Conformance(value = Capability.CHANNEL_READ, in = Direction.BAILEYS_TO_OURS)
  void readsWhatBaileysPublishes() throws Exception {
    Jid id = Jid.of(simulator.channels().create(THEIRS, "News"));
    simulator.channels().follow(OURS, id.toString());
    peer.send(id.toString(), "from there");
    assertThat(((TextContent) received(id).content()).text()).isEqualTo("from there");
  }

  @Test
  @Conformance(value = Capability.CHANNEL_FOUND, in = Direction.OURS_TO_BAILEYS)
  void baileysCountsUsAsFollower() throws Exception {
    Jid id = Jid.of(channel("newsletterCreate", "[\"Theirs\", \"\"]").path("id").asText());
    assertThat(given(new DescribeChannel.Of(id)).role()).contains("guest");
    var _ = given(new FollowChannel.Of(id, true));
    assertThat(
            channel("newsletterMetadata", "[\"jid\", \"" + id + "\"]")
                .path("thread_metadata")
                .path("subscribers_count")
                .asText())
        .isEqualTo("1");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.CHANNEL_FOUND, in = Direction.BAILEYS_TO_OURS)
  void countsBaileysAsFollower() throws Exception {
    Jid id = given(new CreateChannel.Of("Ours", Optional.empty())).id();
    assertThat(given(new DescribeChannel.Of(id)).followers()).contains(0L);
    channel("newsletterFollow", "[\"" + id + "\"]");
    assertThat(given(new DescribeChannel.Of(id)).followers()).contains(1L);
    channel("newsletterUnfollow", "[\"" + id + "\"]");
    assertThat(given(new DescribeChannel.Of(id)).followers()).contains(0L);
    assertThat(simulator.violations().list()).isEmpty();
  }
}
