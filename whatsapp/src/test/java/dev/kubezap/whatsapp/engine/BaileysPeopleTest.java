package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.conformance.Direction.BAILEYS_TO_OURS;
import static dev.kubezap.whatsapp.conformance.Direction.OURS_TO_BAILEYS;
import static dev.kubezap.whatsapp.engine.BaileysPair.ADA;
import static dev.kubezap.whatsapp.engine.BaileysPair.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskBlocklist;
import dev.kubezap.whatsapp.contact.AskBusiness;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.contact.BlockContact;
import dev.kubezap.whatsapp.contact.CheckNumbers;
import dev.kubezap.whatsapp.contact.FindContact;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.presence.ShowPresence;
import dev.kubezap.whatsapp.presence.ShowTyping;
import dev.kubezap.whatsapp.presence.WatchPresence;
import dev.kubezap.whatsapp.profile.AskPrivacy;
import dev.kubezap.whatsapp.profile.SetAbout;
import dev.kubezap.whatsapp.profile.SetName;
import dev.kubezap.whatsapp.profile.SetPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** People, their profiles and presence: between the client and an unmodified Baileys. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaileysPeopleTest {
  private static final Bytes JPEG = Bytes.of((byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9);
  private static final String TO_ADA = "[\"" + ADA + "\"]";

  private BaileysPair pair;

  @BeforeAll
  void link(@TempDir Path folder) throws Exception {
    pair = new BaileysPair(folder);
    // Each becomes a contact of the other, and Baileys learns its own name.
    String known = pair.simulator.send("+" + BOB.user(), "+" + ADA.user(), "from the phone", true);
    pair.received(known);
    pair.peer.awaitText("from the phone");
  }

  @AfterAll
  void close() {
    pair.close();
  }

  @AfterEach
  void nothingWasWrong() {
    assertThat(pair.simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = Capability.NUMBER_CHECK,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void numbersAreFound() throws Exception {
    CheckNumbers.Account found =
        pair.given(new CheckNumbers.Of(List.of(BOB.user()))).numbers().getFirst();
    assertThat(found.id()).contains(BOB);
    JsonNode there = pair.baileys("onWhatsApp", "[\"+" + ADA.user() + "\"]");
    assertThat(there.path(0).path("exists").asBoolean()).isTrue();
    assertThat(there.path(0).path("jid").asText()).isEqualTo(ADA.toString());
    assertThat(pair.baileys("onWhatsApp", "[\"+4930123456\"]").size()).isZero();
  }

  @Test
  @Conformance(
      value = Capability.ABOUT,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void aboutIsSeen() throws Exception {
    pair.baileys("updateProfileStatus", "[\"at work\"]");
    pair.awaitEvent(
        AccountEvent.ContactUpdated.class,
        told -> told.contact().about().equals(Optional.of("at work")));
    assertThat(pair.given(new AskAbout.Of(BOB)).text()).contains("at work");

    assertThat(pair.given(new SetAbout.To("open daily"))).isEqualTo(new Done());
    JsonNode status = pair.baileys("fetchStatus", TO_ADA).path(0).path("status");
    assertThat(status.path("status").asText()).isEqualTo("open daily");
  }

  /** What a business says is set on its phone. */
  @Test
  @Conformance(
      value = Capability.BUSINESS,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void businessesAreAskedWhatTheySay() throws Exception {
    List<Node> said = List.of(Node.of("description", Bytes.utf8("Bread and more")));
    pair.simulator.people().setBusiness(BOB.user(), said);
    assertThat(pair.given(new AskBusiness.Of(BOB)).description()).contains("Bread and more");
    pair.simulator.people().setBusiness(ADA.user(), said);
    assertThat(pair.baileys("getBusinessProfile", TO_ADA).path("description").asText())
        .isEqualTo("Bread and more");
  }

  /** Baileys itself cannot make a JPEG without further libraries: its phone shows one. */
  @Test
  @Conformance(
      value = {Capability.PICTURE, Capability.PRIVACY},
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void picturesAreSeenByWhomTheyAreShownTo() throws Exception {
    var _ = pair.given(new SetPicture.To(Optional.of(ByteString.copyFrom(JPEG.toArray()))));
    changedPicture("changed");
    assertThat(pair.baileys("profilePictureUrl", TO_ADA).asText()).startsWith("https://");
    var _ = pair.given(new AskPrivacy.With(Map.of("profile", "none")));
    assertThatThrownBy(() -> pair.baileys("profilePictureUrl", TO_ADA))
        .isInstanceOf(IOException.class);
    var _ = pair.given(new AskPrivacy.With(Map.of("profile", "all")));
    var _ = pair.given(new SetPicture.To(Optional.empty()));
    changedPicture("removed");

    pair.simulator.people().setPicture(BOB.user(), Optional.of(JPEG));
    pair.live.awaitUntil(() -> pictureOfBob().isPresent());
    assertThat(pair.given(new AskPicture.Of(BOB, false)).id()).isEqualTo(pictureOfBob());
    pair.baileys("updateProfilePicturePrivacy", "[\"none\"]");
    assertThat(pair.given(new AskPicture.Of(BOB, false)).id()).isEmpty();
    assertThat(pair.baileys("fetchPrivacySettings", "[true]").path("profile").asText())
        .isEqualTo("none");
    pair.baileys("updateProfilePicturePrivacy", "[\"all\"]");
    assertThat(pair.given(new AskPicture.Of(BOB, false)).id()).isPresent();
    pair.baileys("removeProfilePicture", "[\"" + BOB + "\"]");
    pair.live.awaitUntil(() -> pictureOfBob().isEmpty());
    assertThat(pair.given(new AskPicture.Of(BOB, false)).id()).isEmpty();
  }

  private void changedPicture(String how) {
    pair.peer.await(
        event ->
            BaileysPeer.event("contact").test(event)
                && event.path("id").asText().equals(ADA.toString())
                && event.path("imgUrl").asText().equals(how));
  }

  private Optional<String> pictureOfBob() {
    return pair.events(AccountEvent.ContactUpdated.class).getLast().contact().pictureId();
  }

  @Test
  @Conformance(
      value = Capability.BLOCK,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void eachBlocksTheOther() throws Exception {
    AccountNames bob = pair.given(new FindNames.Of(BOB));
    assertThat(pair.given(new BlockContact.Of(bob, true))).isEqualTo(new Done());
    assertThat(pair.given(new AskBlocklist.Wanted()).accounts()).containsExactly(bob);
    assertThat(pair.given(new BlockContact.Of(bob, false))).isEqualTo(new Done());
    assertThat(pair.given(new FindContact.Of(BOB)).blocked()).isFalse();

    pair.baileys("updateBlockStatus", "[\"" + ADA + "\", \"block\"]");
    assertThat(pair.baileys("fetchBlocklist", "[]").path(0).asText())
        .isEqualTo(pair.adaLid.toString());
    pair.baileys("updateBlockStatus", "[\"" + ADA + "\", \"unblock\"]");
    assertThat(pair.baileys("fetchBlocklist", "[]").size()).isZero();
  }

  private List<Presence.State> seen() {
    return pair.events(AccountEvent.PresenceUpdated.class).stream()
        .map(told -> told.presence().state())
        .toList();
  }

  private void baileysSees(String state) {
    pair.peer.await(
        event ->
            BaileysPeer.event("presence").test(event)
                && event.path("state").asText().equals(state));
  }

  @Test
  @Conformance(
      value = {Capability.AVAILABLE, Capability.TYPING},
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void eachSeesTheOtherComeTypeAndGo() throws Exception {
    assertThat(pair.given(new WatchPresence.Of(BOB, true))).isEqualTo(new Done());
    pair.live.awaitUntil(() -> !seen().isEmpty());
    pair.baileys("sendPresenceUpdate", "[\"unavailable\"]");
    pair.live.awaitUntil(() -> seen().getLast() == Presence.State.UNAVAILABLE);
    pair.baileys("sendPresenceUpdate", "[\"available\"]");
    pair.live.awaitUntil(() -> seen().getLast() == Presence.State.AVAILABLE);
    for (String state : List.of("composing", "recording", "paused")) {
      pair.baileys("sendPresenceUpdate", "[\"" + state + "\", \"" + ADA + "\"]");
      Presence.State expected = Presence.State.valueOf(state.toUpperCase(java.util.Locale.ROOT));
      pair.live.awaitUntil(() -> seen().getLast() == expected);
    }
    assertThat(pair.given(new WatchPresence.Of(BOB, false))).isEqualTo(new Done());

    pair.baileys("presenceSubscribe", TO_ADA);
    baileysSees("available");
    assertThat(pair.given(new ShowPresence.As(false))).isEqualTo(new Done());
    baileysSees("unavailable");
    assertThat(pair.given(new ShowPresence.As(true))).isEqualTo(new Done());
    baileysSees("available");
    assertThat(pair.given(new ShowTyping.In(BOB, ShowTyping.State.COMPOSING)))
        .isEqualTo(new Done());
    baileysSees("composing");
    assertThat(pair.given(new ShowTyping.In(BOB, ShowTyping.State.RECORDING)))
        .isEqualTo(new Done());
    baileysSees("recording");
    assertThat(pair.given(new ShowTyping.In(BOB, ShowTyping.State.PAUSED))).isEqualTo(new Done());
    // Baileys has no word of its own for it.
    baileysSees("available");
  }

  @Test
  @Conformance(
      value = Capability.NAME,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void namesGoAlongWithMessages() throws Exception {
    var _ = pair.given(new SetName.To("Shop"));
    await().until(() -> pair.simulator.people().shownNames(ADA.user()).contains("Shop"));
    var _ = pair.sent(dev.kubezap.whatsapp.content.TextContent.of("who am I?"));
    assertThat(pair.peer.awaitText("who am I?").path("pushName").asText()).isEqualTo("Shop");

    pair.received(pair.peer.send(ADA.toString(), "and I?"));
    assertThat(pair.given(new FindContact.Of(BOB)).pushName()).contains("Bob");
  }
}
