package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;

/** What {@link ConnectionCore} is told. */
sealed interface Input {

  /** The transport is open. */
  record Opened() implements Input {}

  /**
   * Bytes arrived.
   *
   * @param chunk however much the transport gave
   */
  @SuppressWarnings("ArrayRecordComponent") // Moved once from the transport to the splitter.
  record Received(byte[] chunk) implements Input {}

  /**
   * The driver handed the bytes of so many {@link Output.Transmit}s to the system.
   *
   * @param count how many
   */
  record Transmitted(int count) implements Input {}

  /**
   * A stanza is to be sent.
   *
   * @param stanza complete
   */
  record Send(Node stanza) implements Input {}

  /**
   * A message that is encoded already is to be sent and its acknowledgement to be awaited.
   *
   * @param id the stanza's id, which the acknowledgement names
   * @param stanza complete
   */
  record SendMessage(String id, ByteString stanza) implements Input {
    /** The stanza's size alone: it may hold a text. */
    @Override
    public String toString() {
      return "SendMessage[" + id + ", " + stanza.size() + " bytes]";
    }
  }

  /**
   * A query is to be sent.
   *
   * @param iq perhaps without an id
   * @param timeout for the answer
   * @param key under which {@link Output.Reply} brings the answer; unique in this connection
   */
  record Request(Node iq, Duration timeout, long key) implements Input {}

  /** The driver does not read for now, because its consumer has not taken a stanza yet. */
  record ReadingPaused() implements Input {}

  /** The driver reads again. */
  record ReadingResumed() implements Input {}

  /**
   * The transport ended or the connection is to end.
   *
   * @param reason why
   */
  record Ended(CloseReason reason) implements Input {}

  /** The time that {@link ConnectionCore#deadline()} named has come. */
  record Tick() implements Input {}
}
