package dev.kubezap.simulator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kubezap.simulator.crypto.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The golden bytes were made by Baileys' encoder. */
class NodeCodecTest {
  @Test
  void encodesAsBaileysDoes() {
    Node ping =
        Node.of("iq", Node.of("ping"))
            .with("to", Jid.SERVER)
            .with("type", "get")
            .with("xmlns", "w:p")
            .with("id", "12345.67-8");
    check(ping, "00f80a1911fa00030429165708ff0512345b67a8f801f80156");
    Node receipt =
        Node.of("receipt")
            .with("to", "123456789012345@lid")
            .with("id", "ABC")
            .with("type", "read-self")
            .with("t", 1760000000)
            .with("notify", "Jürgen");
    check(
        receipt,
        "00f80b0711faff88123456789012345f7608fb82abcf04ec001aff05176000000018fc074ac3bc7267656e");
    check(
        Node.of("ib", Node.of("offline_batch").with("count", 200)),
        "00f802fc026962f801f803ed0841edf9");
    byte[] long300 = new byte[300];
    for (int i = 0; i < 300; i++) {
      long300[i] = (byte) i;
    }
    Node first = Node.of("enc", Bytes.of(long300)).with("v", 2).with("type", "pkmsg");
    Node second =
        Node.of("enc", Bytes.of((byte) 1, (byte) 2, (byte) 3)).with("v", 2).with("type", "msg");
    Node message =
        Node.of(
                "message",
                Node.of(
                    "participants",
                    Node.of("to", first).with("jid", "4915110000001:7@s.whatsapp.net"),
                    Node.of("to", second).with("jid", "123456789012345:12@lid")))
            .with("to", "4915110000001@s.whatsapp.net")
            .with("id", "3EB0AABBCCDDEEFF00112233")
            .with("type", "text");
    String golden =
        ""
            + "00f8081311faff874915110000001f0308fb0c3eb0aabbccddeeff001122330438f801f8026bf802"
            + "f804110cf70007ff874915110000001ff801f8061d51450453fd00012c000102030405060708090a"
            + "0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132"
            + "333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a"
            + "5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182"
            + "838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aa"
            + "abacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2"
            + "d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fa"
            + "fbfcfdfeff000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122"
            + "232425262728292a2bf804110cf7010cff88123456789012345ff801f8061d5145044dfc03010203";
    check(message, golden);
  }

  private static void check(Node node, String golden) {
    assertThat(NodeEncoder.encode(node).toHex()).isEqualTo(golden);
    assertThat(NodeDecoder.decode(Bytes.hex(golden))).isEqualTo(node);
  }

  @Property(tries = 300)
  void decodesWhatItEncoded(@ForAll("nodes") Node node) {
    assertThat(NodeDecoder.decode(NodeEncoder.encode(node))).isEqualTo(node);
  }

  @Provide
  Arbitrary<Node> nodes() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(200),
            Arbitraries.strings().withChars("0123456789-.").ofMinLength(1).ofMaxLength(140),
            Arbitraries.strings().withChars("0123456789ABCDEF").ofMinLength(1).ofMaxLength(140),
            Arbitraries.of("s.whatsapp.net", "123@lid", "49:3@s.whatsapp.net", "12-3@g.us", "iq"));
    Arbitrary<Map<String, String>> attributes =
        Arbitraries.maps(texts.filter(t -> !t.isEmpty()), texts).ofMaxSize(4).map(HashMap::new);
    Arbitrary<String> tags = texts.filter(t -> !t.isEmpty());
    Arbitrary<Node> leaves =
        Combinators.combine(tags, attributes, Arbitraries.bytes().list().ofMaxSize(400))
            .as((tag, map, data) -> new Node(tag, map, List.of(), bytes(data)));
    return Combinators.combine(tags, attributes, leaves.list().ofMaxSize(4))
        .as((tag, map, children) -> new Node(tag, map, children, null));
  }

  private static Bytes bytes(List<Byte> list) {
    byte[] array = new byte[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = list.get(i);
    }
    return Bytes.of(array);
  }

  @Property(tries = 500)
  void refusesNonsenseByItsOwnException(@ForAll byte[] data) {
    try {
      NodeDecoder.decode(Bytes.of(data));
    } catch (NodeFormatException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Test
  void refusesDeepNesting() {
    Node node = Node.of("a");
    for (int i = 0; i < 100; i++) {
      node = Node.of("a", node);
    }
    Bytes deep = NodeEncoder.encode(node);
    assertThatExceptionOfType(NodeFormatException.class).isThrownBy(() -> NodeDecoder.decode(deep));
  }
}
