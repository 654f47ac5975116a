package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.SystemContent;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.ChangeParticipants.Action;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant.Role;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.profile.SetPicture;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that an unmodified Baileys makes and changes, and groups of ours that it is in. */
@Tag("slow")
class BaileysGroupOperationsTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final Jid OUR_JID = Jid.phoneNumber("4915112345678");
  private static final Jid THEIR_JID = Jid.phoneNumber("4915187654321");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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

  private JsonNode baileys(String method, String arguments) throws IOException {
    return peer.command("groups", Map.of("method", method, "arguments", arguments)).path("result");
  }

  private Group stored(Jid group, Predicate<Group> condition) {
    return await()
        .atMost(PATIENCE)
        .until(() -> store.read(new GroupKey(group)).filter(condition), Optional::isPresent)
        .orElseThrow();
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = live.client.request(request).get(20, TimeUnit.SECONDS);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  @Test
  @Conformance(
      value = {Capability.GROUP_MADE, Capability.GROUP_CHANGED, Capability.GROUP_PARTICIPANTS},
      in = Direction.BAILEYS_TO_OURS)
  void seesWhatBaileysDoes() throws Exception {
    JsonNode made = baileys("groupCreate", "[\"Garden\", [\"" + OUR_JID + "\"]]");
    Jid id = Jid.of(made.path("id").asText());
    Group group = stored(id, _ -> true);
    assertThat(group.subject()).isEqualTo("Garden");
    assertThat(group.participant(THEIR_JID).orElseThrow().role()).isEqualTo(Role.SUPERADMIN);
    String quoted = "\"" + id + "\"";
    baileys("groupUpdateSubject", "[" + quoted + ", \"Yard\"]");
    baileys("groupUpdateDescription", "[" + quoted + ", \"Peas\"]");
    baileys("groupSettingUpdate", "[" + quoted + ", \"announcement\"]");
    baileys("groupSettingUpdate", "[" + quoted + ", \"locked\"]");
    baileys("groupToggleEphemeral", "[" + quoted + ", 86400]");
    baileys("groupMemberAddMode", "[" + quoted + ", \"admin_add\"]");
    baileys("groupJoinApprovalMode", "[" + quoted + ", \"on\"]");
    baileys("groupParticipantsUpdate", "[" + quoted + ", [\"" + OUR_JID + "\"], \"promote\"]");
    Group now = stored(id, one -> one.participant(OUR_JID).orElseThrow().role() == Role.ADMIN);
    assertThat(now.subject()).isEqualTo("Yard");
    assertThat(now.description()).contains("Peas");
    assertThat(now.settings())
        .isEqualTo(new Group.Settings(true, true, true, true, Duration.ofDays(1)));
    baileys("groupParticipantsUpdate", "[" + quoted + ", [\"" + OUR_JID + "\"], \"remove\"]");
    await().atMost(PATIENCE).until(() -> store.read(new GroupKey(id)).isEmpty());
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = Capability.GROUP_PICTURE,
      in = {Direction.OURS_TO_BAILEYS, Direction.BAILEYS_TO_OURS})
  void bothSeePictures() throws Exception {
    Jid id = given(new CreateGroup.Of("Garden", List.of(THEIR_JID))).group().id();
    ByteString jpeg = ByteString.fromHex("ffd8ff0001");
    String picture =
        given(new SetPicture.To(Optional.of(id), Optional.of(jpeg))).pictureId().orElseThrow();
    assertThat(people("profilePictureUrl", "[\"" + id + "\", \"image\"]").asText())
        .contains(picture);
    people("removeProfilePicture", "[\"" + id + "\"]");
    live.awaitUntil(
        () ->
            store.messages().stream()
                .map(StoredMessage::content)
                .anyMatch(
                    content ->
                        content.equals(
                            new SystemContent(
                                "picture", Optional.of(THEIR_JID), List.of(), Optional.empty()))));
    assertThat(simulator.people().groupPicture(id.toString())).isEmpty();
    assertThat(simulator.violations().list()).isEmpty();
  }

  private JsonNode people(String method, String arguments) throws IOException {
    return peer.command("people", Map.of("method", method, "arguments", arguments)).path("result");
  }

  @Test
  @Conformance(
      value = {Capability.GROUP_MADE, Capability.GROUP_CHANGED, Capability.GROUP_PARTICIPANTS},
      in = Direction.OURS_TO_BAILEYS)
  void baileysSeesWhatWeDo() throws Exception {
    CreateGroup.Made made = given(new CreateGroup.Of("Garden", List.of(THEIR_JID)));
    Jid id = made.group().id();
    String quoted = "[\"" + id + "\"]";
    peer.await(
        event ->
            event.path("event").asText().equals("message")
                && event.path("chat").asText().equals(id.toString()));
    given(new ChangeGroup.Of(id, new ChangeGroup.Subject("Yard")));
    given(new ChangeGroup.Of(id, new ChangeGroup.Description(Optional.of("Peas"))));
    given(new ChangeGroup.Of(id, new ChangeGroup.Announce(true)));
    given(new ChangeParticipants.Of(id, Action.PROMOTE, List.of(THEIR_JID)));
    JsonNode seen = baileys("groupMetadata", quoted);
    assertThat(seen.path("subject").asText()).isEqualTo("Yard");
    assertThat(seen.path("desc").asText()).isEqualTo("Peas");
    assertThat(seen.path("announce").asBoolean()).isTrue();
    assertThat(seen.path("participants").findValuesAsText("admin"))
        .containsExactlyInAnyOrder("superadmin", "admin");
    assertThat(baileys("groupInviteCode", quoted).asText())
        .isEqualTo(given(new InviteCode.Of(id, false)).text());
    peer.await(
        event ->
            event.path("stubParameters").toString().contains("Yard")
                && event.path("chat").asText().equals(id.toString()));
    assertThat(simulator.violations().list()).isEmpty();
  }
}
