package dev.kubezap.whatsapp.event;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import java.util.Optional;

/** What happened to a call. */
public sealed interface CallEvent extends SessionEvent {

  /** The call as it is now. */
  Call call();

  @Override
  default Optional<Jid> subject() {
    return Optional.of(call().chat());
  }

  /** Somebody calls. */
  record Offered(Call call) implements CallEvent {}

  /** Another device of this account took a call. */
  record Accepted(Call call) implements CallEvent {}

  /** A call was refused, by whichever device. */
  record Rejected(Call call) implements CallEvent {}

  /** A call is over: it was missed, or ended after it was taken. */
  record Ended(Call call) implements CallEvent {}
}
