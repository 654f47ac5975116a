package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.ChatQuery;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeAppState.Wish;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.SetChatTimer;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatRoutesTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");
  private static final Jid GROUP = Jid.of("12036304@g.us");
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

  @AutoClose private final ApiFixture api = new ApiFixture();

  @BeforeEach
  void store() {
    api.archive.chats.add(new Chat(EVA, Optional.of(Jid.lid("777")), Optional.of("Eva"), AT, 2));
    api.archive.chats.add(new Chat(GROUP, Optional.empty(), Optional.empty(), AT, 0));
    api.archive.messages.add(
        new StoredMessage(
            "m1",
            "3EB0",
            EVA,
            Optional.empty(),
            EVA,
            0,
            false,
            Optional.empty(),
            AT,
            TextContent.of("x".repeat(99) + "\uD83D\uDE00yz"),
            ByteString.EMPTY,
            MessageStatus.RECEIVED,
            Optional.empty(),
            Map.of()));
  }

  @Test
  void aChatIsShownWithItsNewestMessage() throws Exception {
    String expected =
        "{\"id\":\"4915112345678@s.whatsapp.net\",\"lid\":\"777@lid\",\"kind\":\"direct\","
            + "\"name\":\"Eva\",\"lastMessageAt\":\"2026-11-23T10:00:00Z\",\"unread\":2,"
            + "\"markedUnread\":false,\"archived\":false,\"pinned\":false,"
            + "\"lastMessage\":{\"id\":\"m1\",\"type\":\"text\",\"preview\":\""
            + "x".repeat(99)
            + "\uD83D\uDE00…\",\"fromMe\":false,\"at\":\"2026-11-23T10:00:00Z\","
            + "\"status\":\"received\"}}";
    assertThat(api.get("/api/v1/chats").json().path("items").get(0).toString()).isEqualTo(expected);
    assertThat(api.get("/api/v1/chats/" + EVA).json().toString()).isEqualTo(expected);
    assertThat(api.get("/api/v1/chats/" + GROUP).json().toString())
        .isEqualTo(
            "{\"id\":\"12036304@g.us\",\"kind\":\"group\","
                + "\"lastMessageAt\":\"2026-11-23T10:00:00Z\",\"unread\":0,"
                + "\"markedUnread\":false,\"archived\":false,\"pinned\":false}");
  }

  @Test
  void howAChatIsKeptIsChangedInTheOrderOfTheNames() throws Exception {
    List<Wish> wishes = new ArrayList<>();
    api.client.services =
        request -> {
          wishes.add(((ChangeAppState.Of) request).wish());
          return new ServiceAnswer.Given<>(new Done());
        };
    String path = "/api/v1/chats/" + EVA;
    String body = "{\"mutedUntil\":null,\"markedUnread\":true,\"pinned\":false,\"archived\":true}";
    assertThat(api.patch(path, body).status()).isEqualTo(200);
    assertThat(api.post(path + "/clear", "").status()).isEqualTo(204);
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(wishes)
        .containsExactly(
            new Wish.Archive(EVA, true, AT),
            new Wish.Pin(EVA, false),
            new Wish.Mute(EVA, Optional.empty()),
            new Wish.MarkUnread(EVA, true, AT),
            new Wish.Clear(EVA, false, AT),
            new Wish.Clear(EVA, true, AT));
    for (String wrong :
        List.of("{}", "{\"archived\":1}", "{\"mutedUntil\":\"now\"}", "{\"x\":1}")) {
      assertThat(api.patch(path, wrong).status()).as(wrong).isEqualTo(422);
    }
  }

  @Test
  void afterWhatTimeMessagesDisappearIsSetInDirectChats() throws Exception {
    api.client.services = _ -> new ServiceAnswer.Given<>(new Done());
    String path = "/api/v1/chats/" + EVA;
    assertThat(api.patch(path, "{\"ephemeral\":\"P7D\"}").status()).isEqualTo(200);
    assertThat(api.patch(path, "{\"ephemeral\":\"PT0S\"}").status()).isEqualTo(200);
    assertThat(api.client.requests)
        .containsExactly(
            new SetChatTimer.Of(EVA, Duration.ofDays(7)), new SetChatTimer.Of(EVA, Duration.ZERO));
    for (String wrong : List.of("\"week\"", "\"-PT1S\"", "\"P400D\"", "7", "true")) {
      assertThat(api.patch(path, "{\"ephemeral\":" + wrong + "}").status())
          .as(wrong)
          .isEqualTo(422);
    }
    assertThat(api.patch("/api/v1/chats/" + GROUP, "{\"ephemeral\":\"P7D\"}").json().toString())
        .contains("of a group is changed by PATCH /api/v1/groups/{id}");
    assertThat(api.client.requests).hasSize(2);
  }

  @Test
  void whatWasDeletedIsNotShown() throws Exception {
    api.archive.additions.put(
        "m1",
        new MessageAdditions(
            List.of(), List.of(), Optional.of(new MessageAdditions.Deletion(EVA, AT)), List.of()));
    assertThat(api.get("/api/v1/chats").json().path("items").get(0).path("lastMessage").toString())
        .isEqualTo(
            "{\"id\":\"m1\",\"type\":\"text\",\"deleted\":true,\"fromMe\":false,"
                + "\"at\":\"2026-11-23T10:00:00Z\",\"status\":\"received\"}");
  }

  @Test
  void ofAGroupItIsSaidWhetherThisAccountMayWrite() throws Exception {
    Jid id = Jid.group("120363001");
    api.archive.chats.add(new Chat(id, Optional.empty(), Optional.of("Garden"), AT, 0));
    String path = "/api/v1/chats/" + id;
    assertThat(api.get(path).json().has("readOnly")).as("not known").isFalse();

    GroupParticipant me =
        new GroupParticipant(
            Jid.lid("100200300"), Optional.empty(), GroupParticipant.Role.MEMBER, Optional.empty());
    api.archive.groups.put(id, garden(id, true, List.of(me)));
    assertThat(api.get(path).json().path("readOnly").asBoolean()).isTrue();
    assertThat(api.get(path).json().path("ephemeral").asText()).isEqualTo("PT168H");
    api.archive.groups.put(id, garden(id, true, List.of(me.as(GroupParticipant.Role.ADMIN))));
    assertThat(api.get(path).json().path("readOnly").asBoolean(true)).isFalse();
    api.archive.groups.put(id, garden(id, false, List.of(me)));
    assertThat(api.get(path).json().path("readOnly").asBoolean(true)).isFalse();
    api.archive.groups.put(id, garden(id, false, List.of()));
    assertThat(api.get(path).json().path("readOnly").asBoolean()).as("left").isTrue();
  }

  private static Group garden(Jid id, boolean announce, List<GroupParticipant> people) {
    return new Group(
        id,
        "Garden",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new Group.Settings(announce, false, false, true, Duration.ofDays(7)),
        Group.Addressing.LID,
        Optional.empty(),
        people);
  }

  @Test
  void chatsAreFoundByNameAndTime() throws Exception {
    assertThat(api.get("/api/v1/chats?q=Garden&before=2026-11-23T12:00:00Z").status())
        .isEqualTo(200);
    assertThat(api.archive.askedChats)
        .hasValueSatisfying(
            asked -> {
              assertThat(asked.text()).contains("Garden");
              assertThat(asked.before()).contains(Instant.parse("2026-11-23T12:00:00Z"));
            });
    assertThat(api.get("/api/v1/chats?q=Garden&total=true").status()).isEqualTo(422);
  }

  @Test
  void messagesAreListedFromAPlaceOn() throws Exception {
    assertThat(api.get("/api/v1/messages?before=m1&after=2026-11-23T09:00:00Z").status())
        .isEqualTo(200);
    assertThat(api.archive.asked)
        .hasValueSatisfying(
            asked -> {
              assertThat(asked.before()).contains(new MessageQuery.Edge(AT, Optional.of("m1")));
              assertThat(asked.after())
                  .contains(
                      new MessageQuery.Edge(
                          Instant.parse("2026-11-23T09:00:00Z"), Optional.empty()));
            });
  }

  @Test
  void chatsAreChosenSkippedAndCounted() throws Exception {
    assertThat(
            api.get("/api/v1/chats?kind=group&unread=true&skip=7&total=true")
                .json()
                .path("total")
                .asInt())
        .isEqualTo(2);
    assertThat(api.archive.askedChats)
        .contains(new ChatQuery(Optional.of(ChatQuery.Kind.GROUP), Optional.of(true)));
    assertThat(api.archive.page).contains(new PageRequest(50, Optional.empty(), 7));
  }

  @Test
  void messagesAreChosenByMetadataAndDeletion() throws Exception {
    assertThat(
            api.get(
                    "/api/v1/chats/"
                        + EVA
                        + "/messages?metadata.order=47%2011&deleted=only&total=true&skip=3")
                .json()
                .path("total")
                .asInt())
        .isEqualTo(1);
    MessageQuery asked = api.archive.asked.orElseThrow();
    assertThat(asked.metadata()).contains(new MessageQuery.Metadata("order", "47 11"));
    assertThat(asked.deleted()).contains(true);
    assertThat(asked.chat()).contains(EVA);
    assertThat(api.get("/api/v1/messages?deleted=exclude").status()).isEqualTo(200);
    assertThat(api.archive.asked.orElseThrow().deleted()).contains(false);
  }
}
