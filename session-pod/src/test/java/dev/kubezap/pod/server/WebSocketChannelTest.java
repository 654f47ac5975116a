package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's side of a WebSocket, by RFC 6455; the opening's key and answer are the RFC's. */
@Timeout(30)
class WebSocketChannelTest {
  private static final String OPENING =
      """
      GET /socket HTTP/1.1
      Host: x
      Upgrade: websocket
      Connection: keep-alive, Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");

  private EchoServer.TestPort server;
  private RawCaller caller;

  @BeforeEach
  void open() throws Exception {
    server = EchoServer.open();
    caller = new RawCaller(server.port());
  }

  @AfterEach
  void close() throws Exception {
    caller.close();
    server.close();
  }

  private void opened() throws IOException {
    assertThat(caller.send(OPENING).answer())
        .startsWith("HTTP/1.1 101 ")
        .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length <= 0xFFFF) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    byte[] mask = {1, 2, 3, 4};
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i & 3]);
    }
    return frame.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The next short frame as its first byte and its text. */
  private String received() throws IOException {
    int first = caller.read();
    int length = caller.read();
    return Integer.toHexString(first)
        + " "
        + new String(caller.read(length), StandardCharsets.UTF_8);
  }

  private int closeCode() throws IOException {
    assertThat(caller.read()).isEqualTo(0x88);
    caller.read();
    int code = caller.read() << 8 | caller.read();
    caller.rest();
    return code;
  }

  @Test
  void echoesWholeAndFragmentedTexts() throws Exception {
    opened();
    caller.send(frame(0x81, bytes("hello")));
    assertThat(received()).isEqualTo("81 hello");
    caller.send(frame(0x01, bytes("one ")));
    caller.send(frame(0x89, bytes("ping")));
    caller.send(frame(0x80, bytes("two")));
    assertThat(received()).isEqualTo("8a ping");
    assertThat(received()).isEqualTo("81 one two");
    caller.send(frame(0x88, new byte[] {3, (byte) 0xE8}));
    assertThat(closeCode()).isEqualTo(1000);
  }

  @Test
  void echoesALongText() throws Exception {
    opened();
    String text = "ä".repeat(20_000);
    caller.send(frame(0x81, bytes(text)));
    assertThat(caller.read(4)).containsExactly(0x81, 126, 40_000 >> 8, 40_000 & 0xFF);
    assertThat(new String(caller.read(40_000), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void closesWithTheCodeOfTheBrokenRule() throws Exception {
    assertThat(codeFor(new byte[] {(byte) 0x81, 1, 'a'})).as("not masked").isEqualTo(1002);
    assertThat(codeFor(frame(0xC1, bytes("a")))).as("reserved bit").isEqualTo(1002);
    assertThat(codeFor(frame(0x83, bytes("a")))).as("unknown opcode").isEqualTo(1002);
    assertThat(codeFor(frame(0x09, bytes("a")))).as("fragmented ping").isEqualTo(1002);
    assertThat(codeFor(frame(0x89, new byte[126]))).as("long ping").isEqualTo(1002);
    assertThat(codeFor(frame(0x80, bytes("a")))).as("continues nothing").isEqualTo(1002);
    assertThat(codeFor(frame(0x82, bytes("a")))).as("binary").isEqualTo(1003);
    assertThat(codeFor(frame(0x81, new byte[] {(byte) 0xC3}))).as("not UTF-8").isEqualTo(1007);
    assertThat(codeFor(frame(0x81, new byte[70_000]))).as("too long").isEqualTo(1009);
  }

  private int codeFor(byte[] bytes) throws IOException {
    caller.close();
    caller = new RawCaller(server.port());
    opened();
    caller.send(bytes);
    return closeCode();
  }

  @Test
  void refusesAnOpeningThatIsNone() throws Exception {
    for (String wrong :
        new String[] {
          OPENING.replace("Upgrade: websocket\r\n", ""),
          OPENING.replace("keep-alive, Upgrade", "keep-alive"),
          OPENING.replace("Version: 13", "Version: 8"),
          OPENING.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"),
          OPENING.replace("GET", "POST"),
        }) {
      caller.close();
      caller = new RawCaller(server.port());
      assertThat(caller.send(wrong).answer()).as(wrong).startsWith("HTTP/1.1 400 ");
    }
  }
}
