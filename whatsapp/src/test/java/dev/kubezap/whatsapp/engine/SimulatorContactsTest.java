package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.contact.CheckNumbers;
import dev.kubezap.whatsapp.contact.ContactKey;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.contact.ListContacts;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller asks about people, against a server that knows them. */
class SimulatorContactsTest {
  private static final String OURS = "+4915112345678";
  private static final Jid BOB = Jid.phoneNumber("4915187654321");

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

  @Test
  void knowsABusinessByTheNameThatItsMessagesCertify() throws Exception {
    simulator.send("+" + BOB.user(), OURS, "as a person", true);
    await().until(() -> contact().flatMap(Contact::pushName).isPresent());
    assertThat(contact().flatMap(Contact::businessName)).isEmpty();
    simulator.people().verify("+" + BOB.user(), "Bob's Boats");
    simulator.send("+" + BOB.user(), OURS, "as a business", true);
    await().until(() -> contact().flatMap(Contact::businessName).isPresent());
    assertThat(contact().orElseThrow().businessName()).contains("Bob's Boats");
    assertThat(contact().orElseThrow().pushName()).contains("Bob");
    ListContacts.Found found =
        ((ServiceAnswer.Given<ListContacts.Found>)
                ask(new ListContacts.Page("", 10, Optional.empty(), Optional.of("boat"))))
            .value();
    assertThat(found.contacts()).extracting(Contact::id).containsExactly(BOB);
  }

  private Optional<Contact> contact() {
    return store.read(new ContactKey(BOB));
  }

  private <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws Exception {
    return live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  @Test
  @Conformance(value = Capability.NUMBER_CHECK, in = Direction.OURS_TO_PHONE)
  void knowsWhichNumbersAreThere() throws Exception {
    assertThat(ask(new CheckNumbers.Of(List.of(BOB.user(), "4930123456"))))
        .isEqualTo(
            new ServiceAnswer.Given<>(
                new CheckNumbers.Checked(
                    List.of(
                        new CheckNumbers.Account(
                            BOB.user(), true, Optional.of(BOB), Optional.of(bobLid)),
                        new CheckNumbers.Account(
                            "4930123456", false, Optional.empty(), Optional.empty())))));
    // The pair is learned: no connection is needed to tell it.
    assertThat(ask(new FindNames.Of(bobLid)))
        .isEqualTo(
            new ServiceAnswer.Given<>(new AccountNames(Optional.of(BOB), Optional.of(bobLid))));
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void findsTheLidOfANumber() throws Exception {
    assertThat(ask(new FindNames.Of(bobLid))).isInstanceOf(ServiceAnswer.Impossible.class);
    assertThat(ask(new FindNames.Of(BOB)))
        .isEqualTo(
            new ServiceAnswer.Given<>(new AccountNames(Optional.of(BOB), Optional.of(bobLid))));
    assertThat(ask(new FindNames.Of(Jid.phoneNumber("4930123456"))))
        .isInstanceOf(ServiceAnswer.Impossible.class);
  }

  @Test
  void asksNoMoreForAWhileWhenItIsRefused() throws Exception {
    CheckNumbers.Of check = new CheckNumbers.Of(List.of(BOB.user()));
    try (var _ =
        simulator.fault(
            FaultRule.once(
                FaultPoint.IQ,
                FaultMatch.tag("iq", "xmlns", "usync"),
                new FaultAction.Reject(429, Map.of())))) {
      assertThat(ask(check)).isInstanceOf(ServiceAnswer.Refused.class);
    }
    assertThat(ask(check))
        .isInstanceOfSatisfying(
            ServiceAnswer.Refused.class, refused -> assertThat(refused.retryAfter()).isPositive());
  }
}
