package dev.kubezap.simulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a fault may happen. */
public enum FaultPoint {
  /** A connection was accepted; nothing has been answered. */
  @JsonProperty("connect")
  CONNECT,
  /** The client hello has come; the server hello leaves next. */
  @JsonProperty("handshake")
  HANDSHAKE,
  /** The handshake is done and the payload known. */
  @JsonProperty("login")
  LOGIN,
  /** A stanza of a client, before it is handled. */
  @JsonProperty("in")
  IN,
  /** A stanza to a client, before it is encrypted. */
  @JsonProperty("out")
  OUT,
  /** A message of a companion, before it is accepted. */
  @JsonProperty("message")
  MESSAGE,
  /** A request of a companion, before it is answered. */
  @JsonProperty("iq")
  IQ;

  private Set<Class<? extends FaultAction>> actions() {
    return switch (this) {
      case CONNECT -> Set.of(FaultAction.Delay.class, FaultAction.Close.class);
      case HANDSHAKE ->
          Set.of(
              FaultAction.Drop.class,
              FaultAction.Delay.class,
              FaultAction.Truncate.class,
              FaultAction.Close.class);
      case LOGIN ->
          Set.of(
              FaultAction.Drop.class,
              FaultAction.Delay.class,
              FaultAction.Failure.class,
              FaultAction.StreamError.class,
              FaultAction.Close.class);
      case IN ->
          Set.of(
              FaultAction.Drop.class,
              FaultAction.Delay.class,
              FaultAction.Duplicate.class,
              FaultAction.Reorder.class,
              FaultAction.Close.class,
              FaultAction.CloseAfter.class,
              FaultAction.StreamError.class);
      case OUT ->
          Set.of(
              FaultAction.Drop.class,
              FaultAction.Delay.class,
              FaultAction.Duplicate.class,
              FaultAction.Reorder.class,
              FaultAction.Split.class,
              FaultAction.Truncate.class,
              FaultAction.Close.class,
              FaultAction.CloseAfter.class,
              FaultAction.StreamError.class,
              FaultAction.Failure.class);
      case MESSAGE -> Set.of(FaultAction.Reject.class);
      case IQ -> Set.of(FaultAction.Reject.class);
    };
  }

  /** Whether an action can happen here. */
  public boolean takes(FaultAction action) {
    return actions().contains(action.getClass());
  }

  /** What can happen here, for people. */
  String takesWhat() {
    return actions().stream()
        .map(
            type ->
                type.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
