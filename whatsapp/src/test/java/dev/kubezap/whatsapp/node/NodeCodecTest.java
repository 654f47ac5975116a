package dev.kubezap.whatsapp.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeCodecTest {

  static List<NodeVectors.Vector> encode() throws Exception {
    return NodeVectors.read("encode");
  }

  static List<NodeVectors.Vector> decode() throws Exception {
    return NodeVectors.read("decode");
  }

  @ParameterizedTest
  @MethodSource("encode")
  void encodesAsBaileysDoes(NodeVectors.Vector vector) {
    assertThat(hex(NodeEncoder.encode(vector.node().orElseThrow()))).isEqualTo(hex(vector.bytes()));
  }

  @ParameterizedTest
  @MethodSource("encode")
  void decodesWhatItEncoded(NodeVectors.Vector vector) throws Exception {
    Node node = vector.node().orElseThrow();
    Node decoded = NodeDecoder.decode(vector.bytes());
    assertThat(decoded.attributes()).containsExactlyEntriesOf(node.attributes());
    assertThat(decoded.bytes()).isEqualTo(node.bytes());
    assertThat(NodeEncoder.encode(decoded)).isEqualTo(vector.bytes());
  }

  @ParameterizedTest
  @MethodSource("decode")
  void decodesAsBaileysDoes(NodeVectors.Vector vector) throws Exception {
    if (vector.expect().equals("ok")) {
      Node decoded = NodeDecoder.decode(vector.bytes());
      assertThat(decoded).isEqualTo(vector.node().orElseThrow());
      assertThat(NodeDecoder.decode(NodeEncoder.encode(decoded))).isEqualTo(decoded);
    } else {
      assertThat(kindOf(vector.bytes(), NodeLimits.DEFAULT)).hasToString(vector.expect());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_b@lid",
        "1_2:3@s.whatsapp.net",
        ":5@lid",
        "1:300@s.whatsapp.net",
        "1:05@lid",
        "1:x@lid",
        "1:2:3@lid",
        "1@LID",
        "1@2@lid",
        "@",
        "1@",
        "12-345:7@interop",
        "12-345@interop",
        "345:7@interop",
        "70000-345:7@interop",
        "5:6@msgr",
        "5:6@g.us",
        "two words@some where",
        "Bob:0@Work",
        "x:00@lid",
        ""
      })
  void textThatLooksLikeAnAddressComesBackUnchanged(String text) throws Exception {
    Node node = Node.of("x").with("a", text);
    assertThat(NodeDecoder.decode(NodeEncoder.encode(node))).isEqualTo(node);
  }

  @Test
  void deviceZeroGoesOutAsThePlainAddress() {
    assertThat(NodeEncoder.encode(Node.of("x").with("a", "1:0@lid")))
        .isEqualTo(NodeEncoder.encode(Node.of("x").with("a", "1@lid")));
  }

  @Test
  void bytesOfAMegabyteTakeTheLongestForm() throws Exception {
    Node node = Node.of("x").withBytes(new byte[1 << 20]);
    byte[] bytes = NodeEncoder.encode(node);
    assertThat(hex(Arrays.copyOf(bytes, 11))).isEqualTo("00f802fc0178fe00100000");
    assertThat(NodeDecoder.decode(bytes)).isEqualTo(node);
  }

  @Test
  void listBeyondTheWireIsTheCallersMistake() {
    Node node = Node.of("x").withChildren(java.util.Collections.nCopies(65_536, Node.of("y")));
    assertThatThrownBy(() -> NodeEncoder.encode(node))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65535");
  }

  @Test
  void lengthsBeyondTheFrameAreTruncated() {
    assertThat(kindOf(parse("00f802fc0178feffffffff00"), NodeLimits.DEFAULT))
        .isEqualTo(NodeFormatException.Kind.TRUNCATED);
    assertThat(kindOf(parse("00f9ffff19"), NodeLimits.DEFAULT))
        .isEqualTo(NodeFormatException.Kind.TRUNCATED);
  }

  @Test
  void bytesBehindTheNodeAreRefused() {
    assertThat(kindOf(parse("00f8011900"), NodeLimits.DEFAULT))
        .isEqualTo(NodeFormatException.Kind.TRAILING);
  }

  @Test
  void nestingIsLimited() throws Exception {
    NodeLimits limits = new NodeLimits(5, 100, 1000);
    Node node = Node.of("x");
    for (int depth = 2; depth <= 5; depth++) {
      node = Node.of("x", node);
    }
    assertThat(NodeDecoder.decode(NodeEncoder.encode(node), limits)).isEqualTo(node);
    assertThat(kindOf(NodeEncoder.encode(Node.of("x", node)), limits))
        .isEqualTo(NodeFormatException.Kind.LIMIT);
  }

  @Test
  void nestingOfAWholeFrameIsRefusedWithoutExhaustingTheStack() {
    byte[] frame = parse("00" + "f802fc0178f801".repeat(500_000));
    assertThat(kindOf(frame, NodeLimits.DEFAULT)).isEqualTo(NodeFormatException.Kind.LIMIT);
    byte[] addresses = parse("00f803fc0178fc0161" + "fa".repeat(500_000));
    assertThat(kindOf(addresses, NodeLimits.DEFAULT)).isEqualTo(NodeFormatException.Kind.LIMIT);
    byte[] interops = parse("00f803fc0178fc0161" + "f5ff01120000000000".repeat(50_000));
    assertThat(kindOf(interops, NodeLimits.DEFAULT)).isNotNull();
  }

  @Test
  void partsAreLimited() throws Exception {
    NodeLimits limits = new NodeLimits(5, 10, 1000);
    Node nine = Node.of("x").withChildren(java.util.Collections.nCopies(9, Node.of("y")));
    assertThat(NodeDecoder.decode(NodeEncoder.encode(nine), limits)).isEqualTo(nine);
    assertThat(kindOf(NodeEncoder.encode(nine.with("a", "b")), limits))
        .isEqualTo(NodeFormatException.Kind.LIMIT);
  }

  @Test
  void bombIsRefusedAtItsLimit() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(2);
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(bomb)) {
      for (int i = 0; i < 64; i++) {
        zlib.write(new byte[1 << 20]);
      }
    }
    assertThat(bomb.size()).isLessThan(100_000);
    assertThat(kindOf(bomb.toByteArray(), NodeLimits.DEFAULT))
        .isEqualTo(NodeFormatException.Kind.LIMIT);
  }

  @Test
  void damagedBytesRaiseNothingButTheDeclaredException() throws Exception {
    Random random = new Random(20_261_121);
    List<NodeVectors.Vector> seeds = NodeVectors.read("decode");
    seeds.addAll(NodeVectors.read("encode"));
    int refused = 0;
    for (int run = 0; run < 60_000; run++) {
      byte[] bytes = seeds.get(random.nextInt(seeds.size())).bytes();
      bytes =
          Arrays.copyOf(
              bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 4) : bytes.length);
      for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? random.nextInt(256) : 245 + random.nextInt(11));
      }
      try {
        Node node = NodeDecoder.decode(bytes);
        assertThat(node.toString().length()).isLessThan(10_000);
      } catch (NodeFormatException expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 59_000);
  }

  private static NodeFormatException.Kind kindOf(byte[] bytes, NodeLimits limits) {
    return catchThrowableOfType(NodeFormatException.class, () -> NodeDecoder.decode(bytes, limits))
        .kind();
  }

  private static byte[] parse(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
