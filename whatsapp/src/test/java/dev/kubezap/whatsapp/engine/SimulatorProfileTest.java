package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.call.ListCalls;
import dev.kubezap.whatsapp.call.RejectCall;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.event.CallEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.profile.AskPrivacy;
import dev.kubezap.whatsapp.profile.SetAbout;
import dev.kubezap.whatsapp.profile.SetName;
import dev.kubezap.whatsapp.profile.SetPicture;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What this account shows of itself, and who calls it, against a server that plays both. */
class SimulatorProfileTest {
  private static final Jid OWN = Jid.phoneNumber("4915112345678");
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3};

  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private LiveClient live;

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount("+" + OWN.user(), "Ada", false);
    simulator.addAccount("+" + BOB.user(), "Bob", false);
    live =
        LiveClient.of(simulator, store, new MemoryIdentityStore())
            .pair(simulator, "+" + OWN.user());
    live.awaitUntil(
        () -> store.events().stream().anyMatch(e -> e.event().type().equals("session.connected")));
    await().until(() -> simulator.people().companionIsAvailable(OWN.user()));
  }

  @AfterEach
  void close() {
    live.close();
    simulator.close();
  }

  private <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws Exception {
    return live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = ask(request);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  @Test
  @Conformance(
      value = {Capability.ABOUT, Capability.PICTURE, Capability.PRIVACY},
      in = Direction.OURS_TO_PHONE)
  void changesWhatItShows() throws Exception {
    String about = "open \"daily\"\n10–18 \\ Sat";
    assertThat(given(new SetAbout.To(about))).isEqualTo(new Done());
    assertThat(given(new AskAbout.Of(OWN)).text()).contains(about);

    assertThat(given(new SetPicture.To(Optional.of(ByteString.copyFrom(JPEG)))).pictureId())
        .isPresent();
    assertThat(simulator.people().picture(OWN.user())).contains(Bytes.of(JPEG));
    assertThat(given(new AskPicture.Of(OWN, false)).url()).isPresent();
    assertThat(ask(new SetPicture.To(Optional.of(ByteString.copyFromUtf8("GIF89a")))))
        .isInstanceOf(ServiceAnswer.Refused.class);
    assertThat(given(new SetPicture.To(Optional.empty())).pictureId()).isEmpty();
    assertThat(simulator.people().picture(OWN.user())).isEmpty();

    assertThat(given(new SetName.To("Shop"))).isEqualTo(new Done());
    live.await(snapshot -> snapshot.pushName().equals(Optional.of("Shop")));

    var _ = given(new AskPrivacy.With(Map.of("last", "none", "readreceipts", "none")));
    assertThat(given(new AskPrivacy.With(Map.of())).values())
        .containsEntry("last", "none")
        .containsEntry("readreceipts", "none")
        .containsEntry("profile", "all");
    assertThat(ask(new AskPrivacy.With(Map.of("last", "sometimes"))))
        .isInstanceOf(ServiceAnswer.Refused.class);
    assertThat(simulator.violations().list()).isEmpty();
  }

  private List<Call> told() {
    return store.events().stream().flatMap(event -> call(event.event()).stream()).toList();
  }

  private static Optional<Call> call(SessionEvent event) {
    return switch (event) {
      case CallEvent.Offered(Call call) -> Optional.of(call);
      case CallEvent.Accepted(Call call) -> Optional.of(call);
      case CallEvent.Rejected(Call call) -> Optional.of(call);
      case CallEvent.Ended(Call call) -> Optional.of(call);
      default -> Optional.empty();
    };
  }

  private void awaitCall(String id, Call.State state) {
    live.awaitUntil(
        () -> told().stream().anyMatch(call -> call.id().equals(id) && call.state() == state));
  }

  @Test
  @Conformance(value = Capability.CALL_OFFERED, in = Direction.PHONE_TO_OURS)
  @Conformance(value = Capability.CALL_REJECTED, in = Direction.OURS_TO_PHONE)
  void refusesACallThatRings() throws Exception {
    String id = simulator.people().call(BOB.user(), OWN.user(), true, true);
    awaitCall(id, Call.State.RINGING);
    await().until(() -> !simulator.people().heardRinging(id).isEmpty());
    Call ringing = told().getFirst();
    assertThat(ringing.video()).isTrue();
    assertThat(ringing.from()).isEqualTo(BOB);
    assertThat(ringing.chat()).isEqualTo(BOB);

    assertThat(given(new RejectCall.Of(id))).isEqualTo(new Done());
    await().until(() -> simulator.people().isRejected(id));
    assertThat(ask(new RejectCall.Of(id))).isInstanceOf(ServiceAnswer.Impossible.class);
    assertThat(ask(new RejectCall.Of("none"))).isInstanceOf(ServiceAnswer.Impossible.class);
    assertThat(told())
        .extracting(Call::state)
        .containsExactly(Call.State.RINGING, Call.State.REJECTED);
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.CALL_TAKEN, in = Direction.PHONE_TO_OURS)
  void keepsWhatBecameOfCalls() throws Exception {
    String missed = simulator.people().call(BOB.user(), OWN.user(), false, false);
    awaitCall(missed, Call.State.RINGING);
    simulator.people().endCall(missed, "timeout");
    awaitCall(missed, Call.State.MISSED);
    String taken = simulator.people().call(BOB.user(), OWN.user(), true, false);
    simulator.people().endCall(taken, "accepted_elsewhere");
    awaitCall(taken, Call.State.ACCEPTED);
    simulator.people().endCall(taken, "");
    awaitCall(taken, Call.State.ENDED);

    assertThat(
            given(new ListCalls.Page("", 10, Optional.of(Call.State.MISSED), Optional.of(false)))
                .calls())
        .extracting(Call::id)
        .containsExactly(missed);
    ListCalls.Found first = given(new ListCalls.Page("", 1, Optional.empty(), Optional.empty()));
    ListCalls.Found second =
        given(
            new ListCalls.Page(first.next().orElseThrow(), 1, Optional.empty(), Optional.empty()));
    assertThat(List.of(first.calls().getFirst().id(), second.calls().getFirst().id()))
        .containsExactlyInAnyOrder(missed, taken);
    assertThat(second.next()).isEmpty();
    assertThat(simulator.violations().list()).isEmpty();
  }
}
