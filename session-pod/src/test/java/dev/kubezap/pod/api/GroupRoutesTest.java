package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.picture.PictureFixture;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.CreateCommunity;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.DeactivateCommunity;
import dev.kubezap.whatsapp.group.DescribeGroup;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.JoinRequests;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.group.LinkSubGroup;
import dev.kubezap.whatsapp.group.ListCommunityPeople;
import dev.kubezap.whatsapp.group.ListGroups;
import dev.kubezap.whatsapp.group.ListSubGroups;
import dev.kubezap.whatsapp.group.ParticipantAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.GroupParticipant.Role;
import dev.kubezap.whatsapp.profile.SetPicture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class GroupRoutesTest {
  private static final byte[] JPEG = PictureFixture.jpeg(64, 64);
  private static final Jid ID = Jid.group("120363001");
  private static final String PATH = "/api/v1/groups/" + ID;
  private static final Jid ADA = Jid.phoneNumber("4915110000002");
  private static final Jid EVE = Jid.lid("7002000000");
  private static final GroupParticipant OF_ADA =
      new GroupParticipant(
          Jid.lid("7001000000"), Optional.of(ADA), Role.SUPERADMIN, Optional.empty());
  private static final GroupParticipant OF_EVE =
      new GroupParticipant(EVE, Optional.empty(), Role.MEMBER, Optional.of("+49∙∙00"));
  private static final Group GROUP =
      new Group(
          ID,
          "Garden",
          Optional.of("Peas"),
          Optional.of("D1"),
          Optional.of(Jid.lid("7001000000")),
          Optional.of(Instant.parse("2026-11-01T12:00:00Z")),
          new Group.Settings(true, false, false, true, Duration.ofDays(7)),
          Group.Addressing.LID,
          Optional.empty(),
          List.of(OF_ADA, OF_EVE));
  private static final String DOCUMENT =
      "{\"id\":\"120363001@g.us\",\"subject\":\"Garden\",\"description\":\"Peas\","
          + "\"owner\":\"4915110000002@s.whatsapp.net\",\"createdAt\":\"2026-11-01T12:00:00Z\","
          + "\"announce\":true,\"locked\":false,\"joinApproval\":false,\"memberAddMode\":\"admins\","
          + "\"addressing\":\"lid\",\"ephemeral\":\"PT168H\",\"participants\":["
          + "{\"id\":\"4915110000002@s.whatsapp.net\",\"lid\":\"7001000000@lid\",\"phoneNumber\":\"+4915110000002\",\"role\":\"superadmin\"},"
          + "{\"id\":\"7002000000@lid\",\"lid\":\"7002000000@lid\",\"displayName\":\"+49∙∙00\",\"role\":\"member\"}]}";

  @AutoClose private final ApiFixture api = new ApiFixture();

  private void answers(Object value) {
    api.client.services = _ -> new ServiceAnswer.Given<>(value);
  }

  private static ParticipantAnswer answer(GroupParticipant one, int code) {
    return new ParticipantAnswer(
        one,
        code,
        code == 403 ? Optional.of("CODE") : Optional.empty(),
        code == 403 ? Optional.of(Instant.parse("2026-11-04T12:00:00Z")) : Optional.empty());
  }

  @Test
  void showsCommunities() throws Exception {
    Group linked =
        new Group(
            Jid.group("120363002"),
            "Peas",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            GROUP.settings(),
            Group.Addressing.LID,
            Optional.of(ID),
            List.of());
    answers(new ListGroups.Page(List.of(GROUP, linked), Optional.empty()));
    assertThat(api.get("/api/v1/communities").json().toString())
        .isEqualTo(
            "{\"items\":[{\"id\":\"120363001@g.us\",\"subject\":\"Garden\",\"groups\":[\"120363002@g.us\"]}]}");
    answers(
        new ListSubGroups.Linked(
            List.of(
                new ListSubGroups.SubGroup(
                    Jid.group("120363002"), "Peas", Optional.of(7L), true))));
    assertThat(api.get("/api/v1/communities/" + ID + "/groups").json().toString())
        .isEqualTo(
            "{\"items\":[{\"id\":\"120363002@g.us\",\"subject\":\"Peas\",\"size\":7,\"announcements\":true}]}");
    assertThat(api.client.requests.getLast()).isEqualTo(new ListSubGroups.Of(ID));
  }

  @Test
  void makesAndEndsCommunities() throws Exception {
    answers(GROUP);
    ApiFixture.Answer made =
        api.post("/api/v1/communities", "{\"subject\":\"Garden\",\"joinApproval\":true}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(PATH);
    assertThat(made.json().toString()).isEqualTo(DOCUMENT);
    answers(new Done());
    String community = "/api/v1/communities/" + ID;
    assertThat(api.put(community + "/groups/120363002@g.us", "{}").status()).isEqualTo(204);
    assertThat(api.delete(community + "/groups/120363002@g.us").status()).isEqualTo(204);
    assertThat(api.delete(community).status()).isEqualTo(204);
    answers(
        new ListCommunityPeople.People(
            List.of(
                new GroupParticipant(
                    ADA, Optional.empty(), GroupParticipant.Role.MEMBER, Optional.empty()))));
    assertThat(api.get(community + "/participants").json().path("items").size()).isEqualTo(1);
    assertThat(api.client.requests)
        .containsExactly(
            new CreateCommunity.Of("Garden", true, false, false),
            new LinkSubGroup.Of(ID, Jid.group("120363002"), true),
            new LinkSubGroup.Of(ID, Jid.group("120363002"), false),
            new DeactivateCommunity.Of(ID),
            new ListCommunityPeople.Of(ID));
    assertThat(api.put(community + "/groups/4915110000002", "{}").status()).isEqualTo(422);
  }

  @Test
  void makesOneInACommunity() throws Exception {
    answers(new CreateGroup.Made(GROUP, List.of()));
    assertThat(
            api.post("/api/v1/groups", "{\"subject\":\"Garden\",\"community\":\"120363002@g.us\"}")
                .status())
        .isEqualTo(201);
    assertThat(api.client.requests)
        .containsExactly(
            new CreateGroup.Of("Garden", List.of(), Optional.of(Jid.group("120363002"))));
  }

  @Test
  void showsAndSetsPictures() throws Exception {
    answers(new AskPicture.Picture(Optional.of("18"), Optional.of("https://pps/18")));
    assertThat(api.get(PATH + "/picture?size=preview").json().toString())
        .isEqualTo("{\"pictureId\":\"18\",\"url\":\"https://pps/18\"}");
    answers(new SetPicture.Taken(Optional.of("19")));
    assertThat(api.put(PATH + "/picture", PictureBodies.json(JPEG)).json().toString())
        .isEqualTo("{\"pictureId\":\"19\"}");
    assertThat(api.delete(PATH + "/picture").status()).isEqualTo(204);
    ByteString jpeg = ByteString.copyFrom(JPEG);
    assertThat(api.client.requests)
        .containsExactly(
            new AskPicture.Of(ID, true),
            new SetPicture.To(Optional.of(ID), Optional.of(jpeg)),
            new SetPicture.To(Optional.of(ID), Optional.empty()));
    answers(new AskPicture.Picture(Optional.empty(), Optional.empty()));
    assertThat(api.get(PATH + "/picture").json().path("code").asText()).isEqualTo("no-picture");
  }

  @Test
  void listsGroups() throws Exception {
    answers(new ListGroups.Page(List.of(GROUP), Optional.of(ID.toString())));
    ApiFixture.Answer page = api.get("/api/v1/groups?limit=1&cursor=120363000@g.us");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.json().toString())
        .isEqualTo("{\"items\":[" + DOCUMENT + "],\"nextCursor\":\"120363001@g.us\"}");
    assertThat(api.client.requests).containsExactly(new ListGroups.Of("120363000@g.us", 1));
  }

  @Test
  void showsOne() throws Exception {
    answers(GROUP);
    assertThat(api.get(PATH).json().toString()).isEqualTo(DOCUMENT);
    assertThat(api.client.requests).containsExactly(new DescribeGroup.Of(ID));
    api.client.services = _ -> new ServiceAnswer.Impossible<>("not-in-group", "There is none.");
    ApiFixture.Answer none = api.get(PATH);
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().path("code").asText()).isEqualTo("not-in-group");
  }

  @Test
  void makesOne() throws Exception {
    answers(new CreateGroup.Made(GROUP, List.of(answer(OF_ADA, 200), answer(OF_EVE, 403))));
    ApiFixture.Answer made =
        api.post(
            "/api/v1/groups",
            "{\"subject\":\"Garden\",\"participants\":[\"+4915110000002\",\"7002000000@lid\"]}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(PATH);
    assertThat(made.json().path("group").toString()).isEqualTo(DOCUMENT);
    assertThat(made.json().path("results").toString())
        .isEqualTo(
            "[{\"id\":\"4915110000002@s.whatsapp.net\",\"lid\":\"7001000000@lid\",\"phoneNumber\":\"+4915110000002\",\"ok\":true,\"code\":200},"
                + "{\"id\":\"7002000000@lid\",\"lid\":\"7002000000@lid\",\"displayName\":\"+49∙∙00\",\"ok\":false,\"code\":403,"
                + "\"reason\":\"invite-needed\",\"inviteCode\":\"CODE\",\"inviteExpiresAt\":\"2026-11-04T12:00:00Z\"}]");
    assertThat(api.client.requests)
        .containsExactly(new CreateGroup.Of("Garden", List.of(ADA, EVE)));
  }

  @Test
  void changesOneThingAfterAnother() throws Exception {
    answers(GROUP);
    ApiFixture.Answer changed =
        api.patch(
            PATH,
            "{\"ephemeral\":\"P7D\",\"memberAddMode\":\"everyone\",\"joinApproval\":true,\"locked\":false,\"announce\":true,\"description\":\"\",\"subject\":\"Yard\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(api.client.requests)
        .containsExactly(
            new ChangeGroup.Of(ID, new ChangeGroup.Subject("Yard")),
            new ChangeGroup.Of(ID, new ChangeGroup.Description(Optional.empty())),
            new ChangeGroup.Of(ID, new ChangeGroup.Announce(true)),
            new ChangeGroup.Of(ID, new ChangeGroup.Locked(false)),
            new ChangeGroup.Of(ID, new ChangeGroup.JoinApproval(true)),
            new ChangeGroup.Of(ID, new ChangeGroup.AdminsAdd(false)),
            new ChangeGroup.Of(ID, new ChangeGroup.Ephemeral(Duration.ofDays(7))));
  }

  @Test
  void saysWhatWasChangedBeforeARefusal() throws Exception {
    api.client.services =
        request ->
            request.equals(new ChangeGroup.Of(ID, new ChangeGroup.Locked(true)))
                ? new ServiceAnswer.Refused<>(403, Duration.ZERO)
                : new ServiceAnswer.Given<>(GROUP);
    ApiFixture.Answer refused =
        api.patch(PATH, "{\"subject\":\"Yard\",\"locked\":true,\"joinApproval\":true}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("whatsapp-refused");
    assertThat(refused.json().path("whatsappCode").asInt()).isEqualTo(403);
    assertThat(refused.json().path("changed").toString()).isEqualTo("[\"subject\"]");
    assertThat(refused.json().path("field").asText()).isEqualTo("locked");
    assertThat(api.client.requests).hasSize(2);
  }

  @Test
  void changesWhoIsInIt() throws Exception {
    answers(new ChangeParticipants.Changed(List.of(answer(OF_ADA, 409))));
    ApiFixture.Answer added =
        api.post(PATH + "/participants", "{\"participants\":[\"+4915110000002\"]}");
    assertThat(added.status()).isEqualTo(200);
    assertThat(added.json().path("results").get(0).path("reason").asText()).isEqualTo("already-so");
    api.delete(PATH + "/participants?participants=%2B4915110000002,7002000000@lid");
    ApiFixture.Answer refused = api.put(PATH + "/admins/4915110000002", "{}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("whatsappCode").asInt()).isEqualTo(409);
    answers(new ChangeParticipants.Changed(List.of(answer(OF_ADA, 404))));
    assertThat(api.delete(PATH + "/admins/4915110000002").status()).isEqualTo(404);
    answers(new ChangeParticipants.Changed(List.of(answer(OF_ADA, 200))));
    assertThat(api.put(PATH + "/admins/4915110000002", "{}").status()).isEqualTo(204);
    assertThat(api.client.requests)
        .startsWith(
            new ChangeParticipants.Of(ID, ChangeParticipants.Action.ADD, List.of(ADA)),
            new ChangeParticipants.Of(ID, ChangeParticipants.Action.REMOVE, List.of(ADA, EVE)),
            new ChangeParticipants.Of(ID, ChangeParticipants.Action.PROMOTE, List.of(ADA)),
            new ChangeParticipants.Of(ID, ChangeParticipants.Action.DEMOTE, List.of(ADA)));
  }

  @Test
  void handlesLinksAndRequests() throws Exception {
    answers(new InviteCode.Code("ABCDEFGH12345678"));
    assertThat(api.get(PATH + "/invite").json().toString())
        .isEqualTo(
            "{\"code\":\"ABCDEFGH12345678\",\"url\":\"https://chat.whatsapp.com/ABCDEFGH12345678\"}");
    api.delete(PATH + "/invite");
    assertThat(api.client.requests)
        .containsExactly(new InviteCode.Of(ID, false), new InviteCode.Of(ID, true));
    answers(new JoinGroup.Joined(ID, true));
    assertThat(api.post("/api/v1/groups/invites/ABCDEFGH12345678", "{}").json().toString())
        .isEqualTo("{\"groupId\":\"120363001@g.us\",\"state\":\"requested\"}");
    answers(
        new JoinRequests.Waiting(
            List.of(
                new JoinRequests.Request(
                    OF_EVE,
                    Optional.of(Instant.parse("2026-11-02T12:00:00Z")),
                    Optional.of("invite_link")))));
    assertThat(api.get(PATH + "/join-requests").json().toString())
        .isEqualTo(
            "{\"items\":[{\"id\":\"7002000000@lid\",\"lid\":\"7002000000@lid\",\"displayName\":\"+49∙∙00\","
                + "\"requestedAt\":\"2026-11-02T12:00:00Z\",\"method\":\"invite_link\"}]}");
    answers(new ChangeParticipants.Changed(List.of(answer(OF_EVE, 200))));
    ApiFixture.Answer decided =
        api.post(
            PATH + "/join-requests",
            "{\"approve\":[\"7002000000@lid\"],\"reject\":[\"+4915110000002\"]}");
    assertThat(decided.json().path("results")).hasSize(2);
  }

  @Test
  void leaves() throws Exception {
    answers(new LeaveGroup.Left());
    assertThat(api.delete(PATH).status()).isEqualTo(204);
    api.client.services = _ -> new ServiceAnswer.NotConnected<>();
    assertThat(api.delete(PATH).status()).isEqualTo(409);
  }

  @Test
  void aChangeMayWaitForTheConnection() throws Exception {
    api.client.services = _ -> new ServiceAnswer.Queued<>("g1");
    String people = "{\"participants\":[\"+4915110000002\"]}";
    for (ApiFixture.Answer answer :
        List.of(
            api.post("/api/v1/groups?queue=true", "{\"subject\":\"Garden\"}"),
            api.post(PATH + "/participants?queue=true", people),
            api.put(PATH + "/admins/4915110000002?queue=true", "{}"),
            api.post("/api/v1/groups/invites/AbCdEfGh?queue=true", "{}"),
            api.delete(PATH + "/invite?queue=true"),
            api.delete(PATH + "?queue=true"))) {
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.json().toString())
          .isEqualTo("{\"changeIds\":[\"g1\"],\"status\":\"queued\"}");
    }
    assertThat(api.client.groupChanges).hasSize(6).allMatch(change -> change.queue());
    assertThat(api.client.groupChanges).extracting(change -> change.id()).isSorted();
    api.client.groupChanges.clear();
    ApiFixture.Answer two =
        api.patch(PATH + "?queue=true", "{\"subject\":\"Yard\",\"locked\":true}");
    assertThat(two.json().path("changeIds")).hasSize(2);
    assertThat(api.delete(PATH + "?queue=perhaps").status()).isEqualTo(422);
  }
}
