package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.LiveConversation.NUMBER;
import static dev.kubezap.whatsapp.engine.LiveConversation.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.channel.ChangeChannel;
import dev.kubezap.whatsapp.channel.Channel;
import dev.kubezap.whatsapp.channel.CreateChannel;
import dev.kubezap.whatsapp.channel.DeleteChannel;
import dev.kubezap.whatsapp.channel.DescribeChannel;
import dev.kubezap.whatsapp.channel.FollowChannel;
import dev.kubezap.whatsapp.channel.ListChannels;
import dev.kubezap.whatsapp.channel.MuteChannel;
import dev.kubezap.whatsapp.channel.ReadChannel;
import dev.kubezap.whatsapp.channel.SetChannelPicture;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels of a server that knows who follows them. */
class SimulatorChannelsTest {
  private LiveConversation talk;
  private Simulator simulator;

  @BeforeEach
  void link() throws Exception {
    talk = LiveConversation.connected();
    simulator = talk.simulator;
  }

  @AfterEach
  void close() {
    assertThat(simulator.violations().list()).isEmpty();
    talk.close();
  }

  private <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws Exception {
    return talk.live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = ask(request);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  private List<StoredMessage> in(Jid channel) {
    return talk.store.messages().stream()
        .filter(message -> message.chat().equals(channel))
        .toList();
  }

  @Test
  @Conformance(value = Capability.CHANNEL_READ, in = Direction.PHONE_TO_OURS)
  @Conformance(value = Capability.CHANNEL_FOUND, in = Direction.OURS_TO_PHONE)
  void followsAndReads() throws Exception {
    Jid id = Jid.of(simulator.channels().create(OTHER, "News"));
    simulator.channels().publish(id.toString(), "before");
    simulator.channels().react(OTHER, id.toString(), 100, "👍");
    assertThat(given(new ListChannels.Wanted()).channels()).isEmpty();
    Channel found = given(new DescribeChannel.Of(simulator.channels().invite(id.toString())));
    assertThat(found.id()).isEqualTo(id);
    assertThat(found.name()).isEqualTo("News");
    assertThat(found.role()).contains("guest");
    var _ = given(new FollowChannel.Of(id, true));
    assertThat(given(new DescribeChannel.Of(id)).role()).contains("subscriber");
    assertThat(given(new ListChannels.Wanted()).channels())
        .extracting(Channel::id)
        .containsExactly(id);

    simulator.channels().publish(id.toString(), "after");
    talk.live.awaitUntil(() -> in(id).size() == 1);
    StoredMessage message = in(id).getFirst();
    assertThat(message.content()).isEqualTo(TextContent.of("after"));
    assertThat(message.sender()).isEqualTo(id);
    assertThat(message.status()).isEqualTo(MessageStatus.RECEIVED);
    assertThat(talk.store.chat(id).orElseThrow().unread()).isEqualTo(1);

    ReadChannel.Page page = given(new ReadChannel.Of(id, 10, Optional.empty()));
    assertThat(page.messages())
        .extracting(ReadChannel.Published::serverId)
        .containsExactly(101L, 100L);
    assertThat(page.messages().getLast().content()).contains(TextContent.of("before"));
    assertThat(page.messages().getLast().views()).contains(3L);
    assertThat(page.messages().getLast().reactions()).isEqualTo(Map.of("👍", 1L));
    assertThat(given(new ReadChannel.Of(id, 10, Optional.of(101L))).messages())
        .extracting(ReadChannel.Published::serverId)
        .containsExactly(100L);

    var _ = given(new FollowChannel.Of(id, false));
    assertThat(simulator.channels().followers(id.toString())).isZero();
    assertThat(ask(new DescribeChannel.Of(Jid.of("1203630000@newsletter"))))
        .isEqualTo(new ServiceAnswer.Impossible<>("channel-unknown", "There is no such channel."));
  }

  @Test
  @Conformance(value = Capability.CHANNEL_PUBLISHED, in = Direction.OURS_TO_PHONE)
  void publishesWhereItIsTheOwner() throws Exception {
    Jid own = Jid.of(simulator.channels().create(NUMBER, "Ours"));
    Jid theirs = Jid.of(simulator.channels().create(OTHER, "Theirs"));
    StoredMessage first = accepted(own, "hello");
    assertThat(talk.await(first, MessageStatus.SENT).status()).isEqualTo(MessageStatus.SENT);
    assertThat(simulator.channels().published(own.toString())).hasSize(1);
    assertThat(simulator.channels().published(own.toString()).getFirst().toHex())
        .isEqualTo("0a0568656c6c6f");
    StoredMessage refused = accepted(theirs, "hello");
    talk.live.awaitUntil(
        () ->
            talk.store
                .message(refused.id())
                .filter(message -> message.status() == MessageStatus.FAILED)
                .isPresent());
    assertThat(simulator.channels().published(theirs.toString())).isEmpty();
  }

  @Test
  @Conformance(value = Capability.CHANNEL_MADE, in = Direction.OURS_TO_PHONE)
  void makesChangesAndDeletesAChannel() throws Exception {
    Channel made = given(new CreateChannel.Of("Ship \"A\"", Optional.of("At sea\nand back")));
    assertThat(made.name()).isEqualTo("Ship \"A\"");
    assertThat(made.description()).contains("At sea\nand back");
    assertThat(made.isPublishedByThisAccount()).isTrue();
    var _ = given(new ChangeChannel.Of(made.id(), Optional.of("Ship B"), Optional.empty()));
    assertThat(given(new DescribeChannel.Of(made.id())).name()).isEqualTo("Ship B");
    assertThat(given(new DescribeChannel.Of(made.id())).description()).contains("At sea\nand back");
    var _ = given(new ChangeChannel.Of(made.id(), Optional.empty(), Optional.of("")));
    assertThat(given(new DescribeChannel.Of(made.id())).description()).isEmpty();
    ByteString jpeg = ByteString.fromHex("ffd8ff0001");
    var _ = given(new SetChannelPicture.Of(made.id(), Optional.of(jpeg)));
    assertThat(simulator.channels().picture(made.id().toString()).toHex()).isEqualTo("ffd8ff0001");
    var _ = given(new SetChannelPicture.Of(made.id(), Optional.empty()));
    assertThat(simulator.channels().picture(made.id().toString()).toHex()).isEmpty();
    var _ = given(new DeleteChannel.Of(made.id()));
    assertThat(ask(new DescribeChannel.Of(made.id())))
        .isEqualTo(new ServiceAnswer.Impossible<>("channel-unknown", "There is no such channel."));
    Jid theirs = Jid.of(simulator.channels().create(OTHER, "Theirs"));
    assertThat(ask(new ChangeChannel.Of(theirs, Optional.of("Ours"), Optional.empty())))
        .isEqualTo(new ServiceAnswer.Refused<>(403, Duration.ZERO));
    assertThat(ask(new DeleteChannel.Of(theirs)))
        .isEqualTo(new ServiceAnswer.Refused<>(403, Duration.ZERO));
  }

  @Test
  @Conformance(value = Capability.CHANNEL_FOUND, in = Direction.OURS_TO_PHONE)
  void mutesWhatItFollows() throws Exception {
    Jid id = Jid.of(simulator.channels().create(OTHER, "News"));
    assertThat(ask(new MuteChannel.Of(id, true)))
        .isEqualTo(new ServiceAnswer.Refused<>(403, Duration.ZERO));
    var _ = given(new FollowChannel.Of(id, true));
    var _ = given(new MuteChannel.Of(id, true));
    assertThat(given(new DescribeChannel.Of(id)).muted()).contains(true);
    assertThat(simulator.channels().isMuted(NUMBER, id.toString())).isTrue();
    var _ = given(new MuteChannel.Of(id, false));
    assertThat(given(new DescribeChannel.Of(id)).muted()).contains(false);
  }

  @Test
  @Conformance(value = Capability.CHANNEL_REACTION, in = Direction.OURS_TO_PHONE)
  void reactsToWhatIsPublished() throws Exception {
    Jid theirs = Jid.of(simulator.channels().create(OTHER, "Theirs"));
    var _ = given(new FollowChannel.Of(theirs, true));
    simulator.channels().publish(theirs.toString(), "ours is better");
    talk.live.awaitUntil(() -> in(theirs).size() == 1);
    String came = in(theirs).getFirst().id();
    assertThat(changed(came, new ChangeRequest.React(Optional.of("👍"))))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(simulator.channels().reactions(theirs.toString(), 100)).isEqualTo(Map.of("👍", 1L));
    assertThat(changed(came, new ChangeRequest.React(Optional.of("❤"))))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(simulator.channels().reactions(theirs.toString(), 100)).isEqualTo(Map.of("❤", 1L));
    assertThat(changed(came, new ChangeRequest.React(Optional.empty())))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(simulator.channels().reactions(theirs.toString(), 100)).isEmpty();

    Jid own = Jid.of(simulator.channels().create(NUMBER, "Ours"));
    StoredMessage published = talk.await(accepted(own, "hello"), MessageStatus.SENT);
    assertThat(changed(published.id(), new ChangeRequest.React(Optional.of("🎉"))))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(simulator.channels().reactions(own.toString(), 100)).isEqualTo(Map.of("🎉", 1L));
    assertThat(
            ((ChangeResult.Refused)
                    talk.live
                        .client
                        .change(
                            new ChangeRequest(
                                came, new ChangeRequest.Pin(Optional.of(Duration.ofDays(1)))))
                        .answer()
                        .get(20, TimeUnit.SECONDS))
                .code())
        .isEqualTo("not-supported");
  }

  @Test
  @Conformance(value = Capability.CHANNEL_CHANGED, in = Direction.OURS_TO_PHONE)
  void editsAndTakesBackWhatItPublished() throws Exception {
    Jid own = Jid.of(simulator.channels().create(NUMBER, "Ours"));
    String id = talk.await(accepted(own, "helo"), MessageStatus.SENT).id();
    assertThat(changed(id, new ChangeRequest.Edit(TextContent.of("hello"))))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(simulator.channels().published(own.toString()).getFirst().toHex())
        .isEqualTo("0a0568656c6c6f");
    assertThat(changed(id, new ChangeRequest.Edit(TextContent.of("hallo"))))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(simulator.channels().published(own.toString()).getFirst().toHex())
        .isEqualTo("0a0568616c6c6f");
    ReadChannel.Published edited =
        given(new ReadChannel.Of(own, 1, Optional.empty())).messages().getFirst();
    assertThat(edited.content()).contains(TextContent.of("hallo"));
    assertThat(edited.editedAt().orElseThrow()).isAfterOrEqualTo(edited.at().orElseThrow());
    assertThat(changed(id, new ChangeRequest.Delete())).isEqualTo(new ChangeEnd.Done());
    ReadChannel.Published deleted =
        given(new ReadChannel.Of(own, 1, Optional.empty())).messages().getFirst();
    assertThat(deleted.content()).isEmpty();
    assertThat(deleted.editedAt()).isEmpty();
    assertThat(simulator.channels().published(own.toString()).getFirst().toHex()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.CHANNEL_CHANGED, in = Direction.PHONE_TO_OURS)
  void showsWhatIsEditedAndTakenBack() throws Exception {
    Jid theirs = Jid.of(simulator.channels().create(OTHER, "Theirs"));
    var _ = given(new FollowChannel.Of(theirs, true));
    String first = simulator.channels().publish(theirs.toString(), "helo");
    talk.live.awaitUntil(() -> in(theirs).size() == 1);
    String id = in(theirs).getFirst().id();
    simulator.channels().edit(theirs.toString(), first, "hello");
    talk.live.awaitUntil(() -> additions(id).revisions().size() == 1);
    assertThat(additions(id).revisions().getFirst().encoded().toStringUtf8())
        .isEqualTo("\n\u0005hello");
    simulator.channels().delete(theirs.toString(), first);
    talk.live.awaitUntil(() -> additions(id).deletion().isPresent());
    assertThat(additions(id).deletion().orElseThrow().by()).isEqualTo(theirs);
    assertThat(in(theirs)).hasSize(1);
  }

  private MessageAdditions additions(String message) {
    return talk.store.read(new AdditionsKey(message)).orElse(MessageAdditions.NONE);
  }

  private ChangeEnd changed(String message, ChangeRequest.Kind kind) throws Exception {
    return talk.live
        .client
        .change(new ChangeRequest(message, kind))
        .end()
        .get(20, TimeUnit.SECONDS);
  }

  private StoredMessage accepted(Jid channel, String text) throws Exception {
    SendResult result = talk.live.client.send(Texts.to(channel, text)).get(20, TimeUnit.SECONDS);
    return ((SendResult.Accepted) result).message();
  }
}
