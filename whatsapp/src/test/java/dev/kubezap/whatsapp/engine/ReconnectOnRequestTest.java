package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session is told to connect anew while its connection is a good one. */
class ReconnectOnRequestTest {
  private static final Jid BOB = Jid.phoneNumber("491522222222");

  private final KeyServer keys = new KeyServer();
  private final VirtualSession session = new VirtualSession(new MemoryStore());

  private List<Node> messages() {
    return session.link().sent.stream().filter(node -> node.is("message")).toList();
  }

  private void send(String text) throws Exception {
    var _ = session.ask(Texts.to(BOB, text));
  }

  @Test
  void sendsNothingBeforeTheNewConnectionHasLoggedIn() throws Exception {
    session.server = keys::answer;
    session.online();
    send("first");
    assertThat(messages()).hasSize(1);
    int links = session.links.size();

    session.post(new SessionStart.Resumed());
    assertThat(session.links).hasSize(links + 1);
    send("second");
    assertThat(session.link().sent).isEmpty();
    assertThat(session.link().asked).isEmpty();

    session.logIn();
    assertThat(messages()).hasSize(2);
  }
}
