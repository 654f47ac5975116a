package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers who name one recipient now by number and now by LID get one order. */
class MixedAddressTest {
  private static final Jid PHONE = Jid.phoneNumber("491522222222");
  private static final Jid LID = Jid.lid("222000");

  private final FaultyStore store = new FaultyStore();
  private final KeyServer keys = new KeyServer();
  private final VirtualSession session = new VirtualSession(store);
  private final List<Node> held = new ArrayList<>();
  private boolean holding = true;

  @BeforeEach
  void serve() throws Exception {
    keys.lids.put(PHONE, LID);
    session.server =
        iq -> {
          if (holding && iq.has("xmlns", "usync")) {
            held.add(iq);
            return Optional.empty();
          }
          return keys.answer(iq);
        };
    session.online();
  }

  private String send(Jid to) throws Exception {
    SendRequest request = Texts.to(to, "x");
    return ((SendResult.Accepted) session.ask(request).get()).message().stanzaId();
  }

  private void answer(int which) throws Exception {
    Optional<Answer> answer = keys.answer(held.get(which));
    session.link().unanswered.get(which).complete(answer.orElseThrow());
    session.settle();
  }

  /** With keys at hand a message is finished in the turn that learns the pair. */
  @ParameterizedTest
  @CsvSource({"LP", "PL"})
  void orderHoldsWhenOnlyTheDevicesAreAsked(String forms) throws Exception {
    // Keys are shared with the devices under both names.
    holding = false;
    keys.lids.clear();
    send(LID);
    send(PHONE);
    session.pass(Duration.ofSeconds(2));
    keys.lids.put(PHONE, LID);
    store.memory.commit(
        List.of(
            new Change.Remove(new DeviceListKey(LID)),
            new Change.Remove(new DeviceListKey(PHONE))));
    session.session.forget();
    holding = true;
    int before = (int) session.link().sent.stream().filter(node -> node.is("message")).count();
    orderOfAcceptanceHolds(forms, 1, before);
  }

  /**
   * @param forms how the callers name the recipient
   * @param answered which query the server answers first
   */
  @ParameterizedTest
  @CsvSource({"LP, 0", "LP, 1", "PL, 0", "PL, 1", "LPLP, 0", "LPLP, 1", "PLPL, 1", "PLLP, 0"})
  void orderOfAcceptanceHolds(String forms, int answered) throws Exception {
    orderOfAcceptanceHolds(forms, answered, 0);
  }

  private void orderOfAcceptanceHolds(String forms, int answered, int before) throws Exception {
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < forms.length(); i++) {
      accepted.add(send(forms.charAt(i) == 'L' ? LID : PHONE));
    }
    if (answered < held.size()) {
      answer(answered);
      session.pass(Duration.ofSeconds(2));
    }
    holding = false;
    for (int i = 0; i < held.size(); i++) {
      if (!session.link().unanswered.get(i).isDone()) {
        answer(i);
      }
    }
    session.pass(Duration.ofMinutes(1));
    assertThat(session.link().sent.stream().filter(node -> node.is("message")).skip(before))
        .extracting(node -> node.attribute("id").orElseThrow())
        .containsExactlyElementsOf(accepted);
  }
}
