package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.noise.HandshakeException;
import dev.kubezap.whatsapp.transport.OpenException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Why a connection ended. {@link #reaction()} looks up what follows in {@link CloseTable}. */
public sealed interface CloseReason {

  /**
   * The service sent {@code stream:error}.
   *
   * @param code such as 515, or 0 when there was none
   * @param condition type of the conflict, or the tag that stood in for a code; possibly empty
   */
  record StreamError(int code, String condition) implements CloseReason {
    @Override
    public String text() {
      return "stream error" + (condition.isEmpty() ? "" : " " + condition);
    }
  }

  /**
   * The service refused the login.
   *
   * @param code the stanza's {@code reason}
   * @param banEnd end of a temporary ban
   * @param details the stanza's other attributes, for people to read; kept out of {@link
   *     #toString()}, since a token to appeal with is among them
   */
  record Failure(int code, Optional<Instant> banEnd, Map<String, String> details)
      implements CloseReason {
    /** Copies the details. */
    public Failure {
      details = Map.copyOf(details);
    }

    @Override
    public String text() {
      return "login refused"
          + Optional.ofNullable(details.get("message")).map(": "::concat).orElse("");
    }

    @Override
    public String toString() {
      return "Failure[code=" + code + ", banEnd=" + banEnd + "]";
    }
  }

  /**
   * The service ended the stream without an error, which it does now and then.
   *
   * @param detail what came before, possibly empty
   */
  record StreamEnded(String detail) implements CloseReason {
    @Override
    public int code() {
      return 428;
    }

    @Override
    public String text() {
      return "stream ended" + (detail.isEmpty() ? "" : " after " + detail);
    }
  }

  /** The service says that the phone does not support linked devices. */
  record Downgraded() implements CloseReason {
    @Override
    public int code() {
      return 411;
    }

    @Override
    public String text() {
      return "the phone does not support linked devices";
    }
  }

  /**
   * Nothing came, or nothing could be sent, for too long.
   *
   * @param text what was waited for
   */
  record DeadPeer(String text) implements CloseReason {
    @Override
    public int code() {
      return 408;
    }
  }

  /**
   * The socket failed.
   *
   * @param text the system's words
   */
  record Lost(String text) implements CloseReason {
    @Override
    public int code() {
      return 428;
    }
  }

  /**
   * No connection could be made: name, network, proxy, certificate or HTTP.
   *
   * @param step that failed
   * @param text what to look at
   */
  record ConnectFailed(OpenException.Step step, String text) implements CloseReason {}

  /**
   * The Noise handshake failed.
   *
   * @param kind at which check
   * @param text what to look at
   */
  record HandshakeFailed(HandshakeException.Kind kind, String text) implements CloseReason {}

  /**
   * The service sent bytes that are no frame of this connection.
   *
   * @param text what was wrong
   */
  record ProtocolViolation(String text) implements CloseReason {}

  /**
   * What arrived was not taken in time, so that the service may keep it for the next connection.
   */
  record Stalled() implements CloseReason {
    @Override
    public String text() {
      return "received stanzas were not taken in time";
    }
  }

  /**
   * The listener failed, which is a defect of this program.
   *
   * @param text class of the exception
   */
  record ListenerFailed(String text) implements CloseReason {}

  /**
   * This side closed the connection.
   *
   * @param text why
   */
  record ClosedLocally(String text) implements CloseReason {}

  /** The code as other clients report it, 0 when there is none. */
  default int code() {
    return 0;
  }

  /** One line for people, without secrets. */
  String text();

  /** What to do now. */
  default Reaction reaction() {
    return CloseTable.reactionTo(this);
  }
}
