package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.ChatQuery;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeLabel;
import dev.kubezap.whatsapp.appstate.ChangeLabel.Wish;
import dev.kubezap.whatsapp.appstate.ListLabels;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabelRoutesTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final Label PAID =
      new Label(
          "7",
          "Paid",
          4,
          OptionalInt.of(2),
          OptionalInt.of(1),
          Optional.empty(),
          false,
          ByteString.EMPTY);
  private static final Label FAVORITES =
      new Label(
          "12",
          "",
          0,
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.of("favorites"),
          true,
          ByteString.EMPTY);

  @AutoClose private final ApiFixture api = new ApiFixture();
  private final List<ServiceRequest<?>> asked = new ArrayList<>();

  @BeforeEach
  void store() {
    api.archive.chats.add(
        new Chat(EVA, Optional.empty(), Optional.empty(), AT, 0)
            .with(ChatSettings.NONE.withLabels(Set.of("12", "9"))));
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
            TextContent.of("hello"),
            ByteString.EMPTY,
            MessageStatus.RECEIVED,
            Optional.empty(),
            Map.of()));
    api.client.services =
        request -> {
          if (request instanceof ListLabels.Wanted) {
            return new ServiceAnswer.Given<>(new ListLabels.Found(List.of(PAID, FAVORITES)));
          }
          asked.add(request);
          return request instanceof ChangeLabel.Of
              ? new ServiceAnswer.Given<>(PAID)
              : new ServiceAnswer.Given<>(new Done());
        };
  }

  @Test
  void areListedMadeChangedAndDeleted() throws Exception {
    String paid = "{\"id\":\"7\",\"name\":\"Paid\",\"color\":4,\"place\":1,\"predefined\":2}";
    assertThat(api.get("/api/v1/labels").json().path("items").toString())
        .isEqualTo(
            "["
                + paid
                + ",{\"id\":\"12\",\"name\":\"\",\"color\":0,\"kind\":\"favorites\",\"fixed\":true}]");
    ApiFixture.Answer made = api.post("/api/v1/labels", "{\"name\":\" Paid \",\"color\":4}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().toString()).isEqualTo(paid);
    assertThat(api.patch("/api/v1/labels/7", "{\"color\":5}").status()).isEqualTo(200);
    assertThat(api.delete("/api/v1/labels/7").status()).isEqualTo(204);
    assertThat(asked)
        .containsExactly(
            new ChangeLabel.Of(new Wish.Make("Paid", 4)),
            new ChangeLabel.Of(new Wish.Edit("7", Optional.empty(), Optional.of(5))),
            new ChangeLabel.Of(new Wish.Delete("7")));
  }

  @Test
  void whatCannotBeChangedIsRefusedByName() throws Exception {
    for (Map.Entry<String, Integer> refusal :
        Map.of("label-not-found", 404, "label-exists", 409, "label-fixed", 422).entrySet()) {
      api.client.services = _ -> new ServiceAnswer.Impossible<>(refusal.getKey(), "No.");
      assertThat(api.patch("/api/v1/labels/7", "{\"color\":5}").status())
          .as(refusal.getKey())
          .isEqualTo(refusal.getValue());
    }
  }

  @Test
  void aChatGetsThoseThatAreNamedAndLosesTheOthers() throws Exception {
    String path = "/api/v1/chats/" + EVA;
    assertThat(api.get(path).json().path("labels").toString()).isEqualTo("[\"9\",\"12\"]");
    assertThat(api.patch(path, "{\"labels\":[\"7\",\"12\"]}").status()).isEqualTo(200);
    assertThat(api.patch(path, "{\"labels\":[]}").status()).isEqualTo(200);
    assertThat(asked)
        .containsExactly(
            label(true, "7"), label(false, "9"), label(false, "12"), label(false, "9"));
    ApiFixture.Answer unknown = api.patch(path, "{\"labels\":[\"7\",\"8\"]}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().path("errors").path(0).path("field").asText()).isEqualTo("labels[1]");
  }

  private static ChangeAppState.Of label(boolean on, String id) {
    return new ChangeAppState.Of(new ChangeAppState.Wish.LabelChat(EVA, id, on));
  }

  @Test
  void aMessageGetsThoseThatAreNamed() throws Exception {
    api.archive.additions.put("m1", MessageAdditions.NONE.withLabels(Set.of("12")));
    ApiFixture.Answer answer = api.put("/api/v1/messages/m1/labels", "{\"labels\":[\"7\"]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("labels").toString()).isEqualTo("[\"12\"]");
    StoredMessage message = api.archive.messages.getFirst();
    assertThat(asked)
        .containsExactly(
            new ChangeAppState.Of(new ChangeAppState.Wish.LabelMessage(message, "7", true)),
            new ChangeAppState.Of(new ChangeAppState.Wish.LabelMessage(message, "12", false)));
    assertThat(api.put("/api/v1/messages/m2/labels", "{\"labels\":[]}").status()).isEqualTo(404);
    assertThat(api.put("/api/v1/messages/m1/labels", "{}").status()).isEqualTo(422);
  }

  @Test
  void chatsAreChosenByALabel() throws Exception {
    assertThat(api.get("/api/v1/chats?label=7").status()).isEqualTo(200);
    assertThat(api.archive.askedChats.flatMap(ChatQuery::label)).contains("7");
  }
}
