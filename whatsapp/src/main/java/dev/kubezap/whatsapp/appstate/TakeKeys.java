package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.message.PeerNews;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.SyncKeyKey;

/** The keys of app state that our phone shares open what the service has (PROTOCOL 13). */
public final class TakeKeys implements PeerNews {
  /** The type of the protocol message: {@code APP_STATE_SYNC_KEY_SHARE}. */
  public static final int TYPE = 6;

  @Override
  public Outcome told(Source source, ProtocolMessage message, Turn turn) {
    return Outcome.builder()
        .changes(SyncKeyKey.stored(message.getAppStateSyncKeyShare()))
        .effect(new Effect.Enqueue(new FetchNext()))
        .build();
  }
}
