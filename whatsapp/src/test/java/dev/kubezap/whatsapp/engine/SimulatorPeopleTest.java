package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskBlocklist;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.contact.BlockContact;
import dev.kubezap.whatsapp.contact.FindContact;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.contact.ListContacts;
import dev.kubezap.whatsapp.contact.NameContact;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contacts as they come to be known, against a server that tells of their changes. */
class SimulatorPeopleTest {
  private static final String OURS = "+4915112345678";
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final Bytes JPEG = Bytes.of((byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9);

  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private LiveClient live;
  private Jid bobLid;

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false);
    bobLid = Jid.lid(simulator.addAccount("+" + BOB.user(), "Bob", false).lid());
    live = LiveClient.of(simulator, store, new MemoryIdentityStore()).pair(simulator, OURS);
    live.awaitUntil(
        () -> store.events().stream().anyMatch(e -> e.event().type().equals("session.connected")));
    await().until(() -> simulator.people().companionIsAvailable(OURS));
  }

  @AfterEach
  void close() {
    live.close();
    simulator.close();
  }

  private <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = live.client.request(request).get(20, TimeUnit.SECONDS);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  private void awaitContact(Predicate<Contact> condition) {
    live.awaitUntil(
        () ->
            store.events().stream()
                .map(event -> event.event())
                .filter(AccountEvent.ContactUpdated.class::isInstance)
                .map(event -> ((AccountEvent.ContactUpdated) event).contact())
                .anyMatch(condition));
  }

  private void bobWrites() {
    simulator.send("+" + BOB.user(), OURS, "hello", true);
    awaitContact(contact -> contact.pushName().equals(Optional.of("Bob")));
  }

  private long updates() {
    return store.events().stream()
        .filter(event -> event.event() instanceof AccountEvent.ContactUpdated)
        .count();
  }

  @Test
  @Conformance(value = Capability.NAME, in = Direction.PHONE_TO_OURS)
  void whoWritesBecomesAContact() throws Exception {
    bobWrites();
    Contact bob = given(new FindContact.Of(BOB));
    assertThat(bob.id()).isEqualTo(BOB);
    assertThat(bob.lid()).contains(bobLid);
    assertThat(given(new FindContact.Of(bobLid))).isEqualTo(bob);

    simulator.send("+" + BOB.user(), OURS, "again", true);
    live.awaitUntil(() -> store.messages().size() == 2);
    assertThat(given(new ListContacts.Page("", 10, Optional.empty(), Optional.of("BO"))))
        .isEqualTo(new ListContacts.Found(List.of(bob), Optional.empty()));
    assertThat(updates()).isEqualTo(1);
    assertThat(given(new ListContacts.Page("", 10, Optional.of(true), Optional.empty())).contacts())
        .isEmpty();
    assertThat(given(new NameContact.As(BOB, Optional.of("Robert"))).name()).contains("Robert");
    assertThat(given(new FindContact.Of(BOB)).name()).contains("Robert");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = {Capability.ABOUT, Capability.PICTURE},
      in = Direction.PHONE_TO_OURS)
  void learnsAboutAndPicture() throws Exception {
    bobWrites();
    assertThat(given(new AskPicture.Of(BOB, false)).id()).isEmpty();
    simulator.people().setPicture(BOB.user(), Optional.of(JPEG));
    awaitContact(contact -> contact.pictureId().isPresent());
    AskPicture.Picture picture = given(new AskPicture.Of(BOB, true));
    assertThat(picture.url().orElseThrow()).contains("preview");
    assertThat(picture.id()).isEqualTo(given(new FindContact.Of(BOB)).pictureId());

    simulator.people().setAbout(BOB.user(), "at work");
    awaitContact(contact -> contact.about().equals(Optional.of("at work")));
    assertThat(given(new AskAbout.Of(BOB)).text()).contains("at work");

    simulator.people().setPicture(BOB.user(), Optional.empty());
    awaitContact(contact -> contact.about().isPresent() && contact.pictureId().isEmpty());
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = Capability.BLOCK,
      in = {Direction.PHONE_TO_OURS, Direction.OURS_TO_PHONE})
  void blocksHereAndLearnsWhatThePhoneBlocks() throws Exception {
    AccountNames names = given(new FindNames.Of(BOB));
    assertThat(given(new BlockContact.Of(names, true))).isEqualTo(new Done());
    assertThat(given(new FindContact.Of(BOB)).blocked()).isTrue();
    assertThat(given(new AskBlocklist.Wanted()).accounts()).containsExactly(names);
    assertThat(given(new BlockContact.Of(names, false))).isEqualTo(new Done());
    assertThat(given(new FindContact.Of(BOB)).blocked()).isFalse();

    long before = updates();
    simulator.people().block(OURS, BOB.user(), true);
    live.awaitUntil(() -> updates() > before);
    assertThat(given(new FindContact.Of(bobLid)).blocked()).isTrue();
    assertThat(simulator.violations().list()).isEmpty();
  }
}
