package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.AppStateSyncKeyId;
import dev.kubezap.whatsapp.proto.AppStateSyncKeyRequest;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/**
 * Asks our own phone for keys of app state that it did not share (PROTOCOL 13). What answers is a
 * share like the first one.
 */
public final class AskPhoneForKeys implements Step<AskPhoneForKeys.Of, Optional<ToPhone>> {
  private static final int APP_STATE_SYNC_KEY_REQUEST = 7;

  /** The input: the ids of keys. */
  public record Of(List<ByteString> keyIds) {
    public Of {
      keyIds = List.copyOf(keyIds);
    }

    /** Says how many. */
    @Override
    public String toString() {
      return "Of[" + keyIds.size() + "]";
    }
  }

  @Override
  public Optional<ToPhone> gather(Work<Of> work, StateReader state, Turn turn) {
    return ToPhone.read(state, turn);
  }

  @Override
  public Outcome decide(Work<Of> work, Optional<ToPhone> phone, Turn turn) {
    if (phone.isEmpty() || !turn.connection().online()) {
      return Outcome.nothing();
    }
    if (!phone.get().isKnown() && work.asked() == 0) {
      return Outcome.builder().ask(new Ask(List.of(ToPhone.keys(turn)))).build();
    }
    // Without its keys the next log-in asks again.
    return phone
        .get()
        .ask(message(work.input().keyIds()), work.replies(), turn)
        .map(
            asked ->
                Outcome.builder()
                    .add(asked.outcome())
                    .effect(new Effect.Count("app-state", "asked-for-key"))
                    .build())
        .orElseGet(
            () ->
                Outcome.builder()
                    .effect(new Effect.Count("app-state", "phone-without-keys"))
                    .build());
  }

  private static ProtocolMessage message(List<ByteString> keyIds) {
    AppStateSyncKeyRequest.Builder request = AppStateSyncKeyRequest.newBuilder();
    keyIds.forEach(id -> request.addKeyIds(AppStateSyncKeyId.newBuilder().setKeyId(id)));
    return ProtocolMessage.newBuilder()
        .setType(APP_STATE_SYNC_KEY_REQUEST)
        .setAppStateSyncKeyRequest(request)
        .build();
  }
}
