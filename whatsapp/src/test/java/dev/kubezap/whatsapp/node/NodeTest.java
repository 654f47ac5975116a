package dev.kubezap.whatsapp.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeTest {

  private final Node iq =
      Node.of("iq", Node.of("count").with("value", 12), Node.of("list"), Node.of("count"))
          .with("from", Jid.SERVICE)
          .with("id", "7");

  @Test
  void readsWhatIsThere() throws Exception {
    assertThat(iq.requiredJid("from")).isEqualTo(Jid.SERVICE);
    assertThat(iq.requiredChild("count").requiredNumber("value")).isEqualTo(12);
    assertThat(iq.children("count")).hasSize(2);
    assertThat(iq.has("id", "7")).isTrue();
    assertThat(iq.is("message", "iq")).isTrue();
    assertThat(iq.attribute("xmlns")).isEmpty();
    assertThat(iq.child("ping")).isEmpty();
    assertThat(iq.jid("id")).isEmpty();
    assertThat(iq.number("from")).isEmpty();
    assertThat(iq.bytes()).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> iq.requiredAttribute("xmlns"))
        .isInstanceOf(MalformedStanzaException.class)
        .hasMessage("<iq> lacks attribute 'xmlns'");
    assertThatThrownBy(() -> iq.requiredChild("ping")).hasMessage("<iq> lacks <ping>");
    assertThatThrownBy(() -> iq.requiredJid("id"))
        .hasMessage("<iq> has an attribute 'id' that is no address");
    assertThatThrownBy(() -> iq.requiredNumber("from"))
        .hasMessage("<iq> has an attribute 'from' that is no number");
    assertThatThrownBy(iq::requiredBytes).hasMessage("<iq> lacks bytes");
    assertThatThrownBy(() -> Node.of("id").withBytes(new byte[2]).requiredBytes(3))
        .hasMessage("<id> holds 2 bytes instead of 3");
  }

  @Test
  void textAndBytesAreReadAlike() {
    ByteString bytes = ByteString.copyFromUtf8("grün");
    assertThat(Node.of("x").withText("grün").bytes()).contains(bytes);
    assertThat(Node.of("x", bytes).text()).contains("grün");
  }

  @Test
  void attributesKeepTheirOrderAndReplaceInPlace() {
    Node node = iq.with("xmlns", "md").with("from", "a@lid").withIfPresent("t", Optional.of(5L));
    assertThat(node.attributes().keySet()).containsExactly("from", "id", "xmlns", "t");
    assertThat(node.withIfPresent("u", Optional.empty())).isSameAs(node);
    assertThat(iq.attributes()).containsEntry("from", "@s.whatsapp.net");
  }

  @Test
  void logsShowNoContents() {
    Node node =
        Node.of(
            "message",
            Node.of("enc")
                .with("type", "msg")
                .withBytes("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            Node.of("body").withText("secret"),
            Node.of("media_conn").with("auth", "secret"));
    assertThat(node)
        .hasToString(
            "<message><enc type=\"msg\">6 bytes</><body>6 characters</><media_conn auth=\"…\"/></>");
    assertThat(node.content().toString()).doesNotContain("secret");
  }

  @Test
  void logsStayShort() {
    Node wide = Node.of("list").withChildren(java.util.Collections.nCopies(10_000, iq));
    assertThat(wide.toString().length()).isLessThan(3_000);
    assertThat(wide.toString()).endsWith("…</>");
    assertThat(Node.of("x").with("a", "y".repeat(500)).toString().length()).isLessThan(100);
  }
}
