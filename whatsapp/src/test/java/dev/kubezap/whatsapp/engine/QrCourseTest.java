package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is shown to be scanned, and for how long, in virtual time. */
class QrCourseTest {
  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  @Test
  void rotatesThroughAllRefsAndRenewsThem() throws Exception {
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    assertThat(virtual.link().sent.getFirst().attribute("type")).contains("result");
    String first = shown();
    assertThat(first).contains("ref0,").endsWith(",1").startsWith("https://wa.me/");
    virtual.pass(Duration.ofSeconds(59));
    assertThat(shown()).isEqualTo(first);
    virtual.pass(Duration.ofSeconds(2));
    assertThat(shown()).contains("ref1,");
    virtual.pass(Duration.ofSeconds(80));
    assertThat(shown()).contains("ref5,");
    assertThat(virtual.links).hasSize(1);
    virtual.pass(Duration.ofSeconds(20));
    assertThat(virtual.links).hasSize(2);
    assertThat(virtual.links.getFirst().isClosed()).isTrue();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.AWAITING_PAIRING);
    assertThat(virtual.snapshot().qr()).isEmpty();
    virtual.receive(ServerStanzas.pairDevice());
    assertThat(shown()).contains("ref0,");
    assertThat(store.events().stream().filter(e -> e.event() instanceof ConnectionEvent.QrChanged))
        .hasSize(7);
  }

  @Test
  void showsANewSecretWhenTheServiceWantsOne() throws Exception {
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    String first = shown();
    virtual.receive(
        ServerStanzas.notification("companion_reg_refresh", Node.of("pair-device-rotate-qr")));
    assertThat(shown()).isNotEqualTo(first).contains("ref0,");
    assertThat(virtual.link().sent.getLast().has("class", "notification")).isTrue();
  }

  @Test
  void showsThatAPasskeyIsDemanded() throws Exception {
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    virtual.receive(
        ServerStanzas.notification(
            "passkey_prologue_request",
            Node.of("passkey_request_options", ByteString.copyFromUtf8("{}"))));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.AWAITING_PASSKEY);
    assertThat(virtual.snapshot().reason()).contains("passkey-required");
    assertThat(virtual.snapshot().qr()).isEmpty();
    virtual.pass(Duration.ofMinutes(9));
    assertThat(virtual.links).hasSize(1);
    virtual.pass(Duration.ofMinutes(2));
    assertThat(virtual.links).hasSize(2);
  }

  private String shown() {
    return virtual.snapshot().qr().orElseThrow().text();
  }
}
