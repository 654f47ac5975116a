package dev.kubezap.whatsapp.step;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.SendTrace;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.HistoryPlace;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that is done once the turn's changes are durable. It may be lost with the process; what
 * may not be lost is a change.
 */
public sealed interface Effect {

  /**
   * Sends a stanza over the connection that the work came from, or the present one; lost when that
   * has ended.
   */
  record Send(Node stanza) implements Effect {}

  /**
   * Sends the bytes of a prepared stanza; they go out again after every new log-in until their
   * acknowledgement is stored.
   */
  record Transmit(PreparedStanza prepared) implements Effect {}

  /** Hands a value to the caller that waits for this work. */
  record Answer(Object value) implements Effect {}

  /** Wakes those who wait for a message's status. */
  record StatusReached(StoredMessage message, MessageStatus status) implements Effect {}

  /**
   * Wakes those who wait for the change of a message.
   *
   * @param id {@link dev.kubezap.whatsapp.model.OutgoingMessage#messageId()} of what changes it
   */
  record ChangeEnded(String id, ChangeEnd end) implements Effect {}

  /** Does the named work after a delay; a later one of the same name replaces it. */
  record Schedule(String name, Object input, Duration delay) implements Effect {}

  /** Puts further work into the mailbox, behind what is there. */
  record Enqueue(Object input) implements Effect {}

  /**
   * Measures how long a message took until the server had it.
   *
   * @param acceptedAt when it was accepted from its caller
   */
  record Taken(Instant acceptedAt) implements Effect {}

  /** Tells of a step of a message whose request is traced. */
  record Traced(SendTrace step) implements Effect {}

  /** Counts something. */
  record Count(String counter, String label) implements Effect {}

  /**
   * Stores the device identity on the volume. The one effect that is performed before the turn's
   * commit, because an identity must be on the disk before its confirmation can leave.
   */
  record SaveIdentity(DeviceIdentity identity) implements Effect {}

  /** Forgets the device identity; performed after the commit that forgot the rest. */
  record EraseIdentity() implements Effect {}

  /** Forgets the scheduled work of this name. */
  record Cancel(String name) implements Effect {}

  /**
   * Changes what is shown of the session, and with it what later decisions of the same batch see.
   */
  record Report(SessionChange change) implements Effect {}

  /**
   * Opens a connection, closing the present one.
   *
   * @param payload the encoded {@code ClientPayload} that says who connects
   * @param noiseKey authenticates this device
   * @param routingInfo where the service wants it to connect, as it said before
   */
  record Connect(ByteString payload, KeyPair noiseKey, Optional<ByteString> routingInfo)
      implements Effect {
    @Override
    public String toString() {
      return "Connect[" + payload.size() + " bytes]";
    }
  }

  /** Closes the present connection, if there is one; its end is not reported as an input. */
  record Disconnect() implements Effect {}

  /**
   * Asks the service for the current client version; the answer comes back as new work.
   *
   * @param failures how often in a row it could not be asked before
   */
  record FetchVersion(int failures) implements Effect {}

  /**
   * Reads on in a part of the phone's history, beside the session's work; what is read, or why it
   * could not be, comes back as new work.
   *
   * @param job names the part
   * @param from behind what is stored already
   */
  record ReadHistory(String job, HistoryFile file, HistoryPlace from) implements Effect {}

  /**
   * Gets a file from the service's hosts, beside the session's work, into memory.
   *
   * @param most how many bytes it may have
   * @param then the work that follows from its plain bytes; from none when it could not be got, or
   *     is not what was announced
   */
  record Download(
      MediaHosts.Known hosts,
      MediaKind kind,
      MediaReference file,
      int most,
      Function<Optional<ByteString>, Object> then)
      implements Effect {
    /** Leaves out the work that follows. */
    @Override
    public String toString() {
      return "Download[" + kind + " " + file + "]";
    }
  }
}
