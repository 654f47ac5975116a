package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.SystemContent;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.SetChatTimer;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.ContextInfo;
import dev.kubezap.whatsapp.proto.ExtendedTextMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After what time messages of a direct chat disappear is taken from whoever has set it. */
class SimulatorChatTimerTest {
  private static final Jid OTHER = Jid.phoneNumber(LiveConversation.OTHER.substring(1));
  private LiveConversation talk;

  @BeforeEach
  void pair() throws Exception {
    talk = LiveConversation.connected();
  }

  @AfterEach
  void close() {
    assertThat(talk.simulator.violations().list()).isEmpty();
    talk.close();
  }

  private static Message setting(int seconds) {
    return Message.newBuilder()
        .setProtocolMessage(ProtocolMessage.newBuilder().setType(3).setEphemeralExpiration(seconds))
        .build();
  }

  private void say(Message message) {
    talk.simulator.send(
        LiveConversation.OTHER,
        LiveConversation.NUMBER,
        new PhoneContent(Bytes.of(message.toByteArray()), "text", "", ""),
        true);
  }

  private Optional<Duration> timer() {
    return talk.store.chat(OTHER).map(Chat::settings).flatMap(ChatSettings::disappearing);
  }

  private Optional<Duration> sentWith(String text) throws Exception {
    return ((TextContent)
            Contents.read(talk.await(talk.send(text), MessageStatus.DELIVERED).encoded()))
        .context()
        .expiresAfter();
  }

  @Test
  void whatTheOtherSideSetsCountsForWhatIsSentFromThenOn() throws Exception {
    assertThat(sentWith("before")).isEmpty();
    say(setting(604_800));
    await().until(() -> timer().isPresent());
    assertThat(timer()).contains(Duration.ofDays(7));
    assertThat(sentWith("with")).contains(Duration.ofDays(7));
    assertThat(
            talk.store.events().stream()
                .filter(event -> event.event().type().equals("chat.updated")))
        .hasSize(1);
    say(setting(0));
    await().until(() -> timer().isEmpty());
    assertThat(sentWith("after")).isEmpty();
    assertThat(said())
        .containsExactly(
            new SystemContent("ephemeral", Optional.of(OTHER), List.of(), Optional.of("604800")),
            new SystemContent("ephemeral", Optional.of(OTHER), List.of(), Optional.of("0")));
    assertThat(talk.store.chat(OTHER).orElseThrow().unread()).isZero();
  }

  @Test
  void whatThisAccountSetsReachesTheOtherSideOnce() throws Exception {
    talk.send("before");
    set(Duration.ofDays(7));
    set(Duration.ofDays(7));
    assertThat(timer()).contains(Duration.ofDays(7));
    StoredMessage told =
        talk.store.messages().stream()
            .filter(message -> message.content() instanceof SystemContent)
            .reduce(
                (first, second) -> {
                  throw new AssertionError("told twice");
                })
            .orElseThrow();
    assertThat(talk.await(told, MessageStatus.DELIVERED).type()).isEqualTo("system");
    assertThat(
            Message.parseFrom(
                    talk.simulator.messages(LiveConversation.OTHER).getLast().content().toProto())
                .getProtocolMessage())
        .isEqualTo(setting(604_800).getProtocolMessage());
    assertThat(sentWith("with")).contains(Duration.ofDays(7));
    set(Duration.ZERO);
    assertThat(sentWith("after")).isEmpty();
  }

  private void set(Duration after) throws Exception {
    assertThat(
            talk.live.client.request(new SetChatTimer.Of(OTHER, after)).get(20, TimeUnit.SECONDS))
        .isEqualTo(new ServiceAnswer.Given<>(new Done()));
  }

  private List<Content> said() {
    return talk.store.messages().stream()
        .map(StoredMessage::content)
        .filter(SystemContent.class::isInstance)
        .toList();
  }

  @Test
  void aMessageThatDisappearsTellsItToo() throws Exception {
    say(
        Message.newBuilder()
            .setExtendedTextMessage(
                ExtendedTextMessage.newBuilder()
                    .setText("psst")
                    .setContextInfo(ContextInfo.newBuilder().setExpiration(86_400)))
            .build());
    await().until(() -> timer().isPresent());
    assertThat(sentWith("with")).contains(Duration.ofDays(1));
  }

  @Test
  void whatNobodyCanSetIsKeptAndChangesNothing() throws Exception {
    say(setting(-1));
    await().until(() -> !talk.store.recordNames("unhandled", "", 10).isEmpty());
    assertThat(timer()).isEmpty();
  }
}
