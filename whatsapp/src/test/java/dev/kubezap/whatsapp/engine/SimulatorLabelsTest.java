package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.PhoneLabels;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.proto.SyncLabel;
import dev.kubezap.simulator.proto.SyncValue;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeAppState.Wish;
import dev.kubezap.whatsapp.appstate.ChangeLabel;
import dev.kubezap.whatsapp.appstate.ListLabels;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.syncd.ActionKey;
import dev.kubezap.whatsapp.syncd.IndexJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Labels go both ways between a phone and this client. */
class SimulatorLabelsTest {
  private static final String OURS = "+4915112345678";
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final String CHAT = BOB.toString();

  private final MemoryStore store = new MemoryStore();
  private final MemoryIdentityStore identities = new MemoryIdentityStore();
  private Simulator simulator;
  private LiveClient live;
  private PhoneLabels phone;

  @BeforeEach
  void begin() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false);
    simulator.addAccount("+" + BOB.user(), "Bob", false);
    phone = simulator.chats().labels();
    live = LiveClient.of(simulator, store, identities);
  }

  private void link() {
    live.pair(simulator, OURS);
  }

  @AfterEach
  void close() {
    live.close();
    assertThat(simulator.violations().list()).isEmpty();
    simulator.close();
  }

  /** What is stored or done without an event is not told, so it is looked at again and again. */
  private static void eventually(BooleanSupplier condition) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(condition::getAsBoolean);
  }

  private <A> ServiceAnswer<A> asked(ServiceRequest<A> request) throws Exception {
    return live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    return ((ServiceAnswer.Given<A>) asked(request)).value();
  }

  private List<Label> labels() throws Exception {
    return given(new ListLabels.Wanted()).labels();
  }

  private List<String> names() {
    try {
      return labels().stream().map(label -> label.id() + " " + label.name()).toList();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean bears(String... labels) {
    return store.chat(BOB).filter(c -> c.settings().labels().equals(Set.of(labels))).isPresent();
  }

  private StoredMessage received(String text) {
    String id = simulator.send(BOB.user(), OURS, text, false);
    eventually(() -> store.messages().stream().anyMatch(m -> m.stanzaId().equals(id)));
    return store.messages().stream().filter(m -> m.stanzaId().equals(id)).findFirst().orElseThrow();
  }

  private Set<String> of(StoredMessage message) {
    return store.read(new AdditionsKey(message.id())).orElse(MessageAdditions.NONE).labels();
  }

  private String code(ServiceRequest<Label> request) throws Exception {
    return ((ServiceAnswer.Impossible<Label>) asked(request)).code();
  }

  @Test
  @Conformance(value = Capability.LABELS, in = Direction.PHONE_TO_OURS)
  void whatThePhoneHasIsSeen() throws Exception {
    phone.set(OURS, "1", "New customer", 3);
    phone.mark(OURS, "1", CHAT, true);
    link();
    eventually(() -> names().equals(List.of("1 New customer")) && bears("1"));
    assertThat(labels().getFirst().color()).isEqualTo(3);

    StoredMessage message = received("hello");
    phone.set(OURS, "2", "Paid", 5);
    phone.mark(OURS, "2", CHAT, true);
    phone.mark(OURS, "1", CHAT, false);
    phone.mark(OURS, "2", CHAT, message.stanzaId(), false, true);
    eventually(() -> bears("2") && of(message).equals(Set.of("2")));
    phone.set(OURS, "2", "Paid in full", 5);
    eventually(() -> names().equals(List.of("1 New customer", "2 Paid in full")));
    phone.mark(OURS, "2", CHAT, message.stanzaId(), false, false);
    eventually(() -> of(message).isEmpty());
    phone.delete(OURS, "1");
    eventually(() -> names().equals(List.of("2 Paid in full")));
    assertThat(store.events().stream().map(event -> event.event()))
        .filteredOn(AccountEvent.LabelUpdated.class::isInstance)
        .map(event -> (AccountEvent.LabelUpdated) event)
        .extracting(told -> told.label().name() + (told.deleted() ? " deleted" : ""))
        .containsExactly("New customer", "Paid", "Paid in full", "New customer deleted");
    assertThat(store.events().stream().map(event -> event.event().type()))
        .contains("message.labels", "chat.updated");
  }

  @Test
  @Conformance(value = Capability.LABELS, in = Direction.OURS_TO_PHONE)
  void oursReachThePhone() throws Exception {
    link();
    StoredMessage message = received("hello");
    eventually(() -> store.records("app-state").size() == 5);
    Label paid = given(new ChangeLabel.Of(new ChangeLabel.Wish.Make("Paid", 4)));
    assertThat(paid.id()).isEqualTo("1");
    var _ = given(new ChangeAppState.Of(new Wish.LabelChat(BOB, "1", true)));
    var _ = given(new ChangeAppState.Of(new Wish.LabelMessage(message, "1", true)));
    assertThat(bears("1")).isTrue();
    assertThat(of(message)).containsExactly("1");
    var _ =
        given(
            new ChangeLabel.Of(
                new ChangeLabel.Wish.Edit("1", Optional.of("Paid in full"), Optional.empty())));
    String lid = simulator.phone(BOB.user()).account().lid() + "@lid";
    eventually(
        () ->
            phone
                .all(OURS)
                .equals(
                    List.of(
                        new PhoneLabels.Shown(
                            "1", "Paid in full", 4, List.of(lid), List.of(message.stanzaId())))));
    var _ = given(new ChangeAppState.Of(new Wish.LabelChat(BOB, "1", false)));
    var _ = given(new ChangeLabel.Of(new ChangeLabel.Wish.Delete("1")));
    eventually(() -> phone.all(OURS).isEmpty());
    assertThat(labels()).isEmpty();
    assertThat(bears()).isTrue();
  }

  @Test
  void aNumberThatWasDeletedIsNotGivenAgain() throws Exception {
    link();
    phone.set(OURS, "7", "Old", 0);
    eventually(() -> names().equals(List.of("7 Old")));
    phone.delete(OURS, "7");
    eventually(() -> names().isEmpty());
    Label made = given(new ChangeLabel.Of(new ChangeLabel.Wish.Make("New", 1)));
    assertThat(made.id()).isEqualTo("8");
  }

  @Test
  void whatCannotBeChangedIsRefused() throws Exception {
    link();
    phone.set(OURS, "1", "Paid", 0);
    var fixed =
        SyncValue.newBuilder()
            .setTimestamp(1)
            .setLabel(SyncLabel.newBuilder().setName("Favourites").setKind(3).setFixed(true))
            .build();
    simulator.chats().edit(OURS, "regular", 3, Optional.of(fixed), "label_edit", "2");
    eventually(() -> names().size() == 2);
    assertThat(labels().getLast().kind()).contains("favorites");
    assertThat(code(new ChangeLabel.Of(new ChangeLabel.Wish.Make("PAID", 0))))
        .isEqualTo("label-exists");
    assertThat(code(new ChangeLabel.Of(new ChangeLabel.Wish.Delete("2")))).isEqualTo("label-fixed");
    assertThat(code(new ChangeLabel.Of(new ChangeLabel.Wish.Delete("3"))))
        .isEqualTo("label-not-found");
  }

  /** As a version before labels left it. */
  @Test
  void whatAnEarlierVersionKeptIsDone() throws Exception {
    link();
    eventually(() -> store.records("app-state-reviewed").size() == 1);
    live.close();
    var name = new ActionKey("app-state-reviewed", "all");
    var value =
        SyncValue.newBuilder()
            .setTimestamp(1)
            .setLabel(SyncLabel.newBuilder().setName("Kept").setColor(2))
            .build()
            .toByteString();
    var action =
        new ActionKey.Action(
            "regular", true, IndexJson.of("label_edit", "5"), value, ByteString.copyFromUtf8("m"));
    store.commit(
        List.of(new Change.Remove(name), new Change.Put<>(ActionKey.kept(action), action)));
    live = LiveClient.of(simulator, store, identities);
    live.client.start();
    eventually(() -> names().equals(List.of("5 Kept")));
    assertThat(store.records("app-state-kept")).isEmpty();
    assertThat(store.records("app-state-reviewed")).hasSize(1);
  }
}
