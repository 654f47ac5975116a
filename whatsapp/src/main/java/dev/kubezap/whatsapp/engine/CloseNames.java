package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.connection.CloseReason;

/** Names for ends of connections that have no code of the service's. */
final class CloseNames {

  private CloseNames() {}

  static String of(CloseReason reason) {
    return switch (reason) {
      case CloseReason.StreamError error ->
          error.condition().isEmpty() ? "stream-error" : error.condition();
      case CloseReason.Failure _ -> "login-refused";
      case CloseReason.StreamEnded _ -> "stream-ended";
      case CloseReason.Downgraded _ -> "phone-unsuitable";
      case CloseReason.DeadPeer _ -> "no-answer";
      case CloseReason.Lost _ -> "connection-lost";
      case CloseReason.ConnectFailed _ -> "connect-failed";
      case CloseReason.HandshakeFailed _ -> "handshake-failed";
      case CloseReason.ProtocolViolation _ -> "protocol-violation";
      case CloseReason.Stalled _ -> "stalled";
      case CloseReason.ListenerFailed _ -> "internal-error";
      case CloseReason.ClosedLocally _ -> "closed";
    };
  }
}
