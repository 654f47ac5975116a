package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.step.Decisions.online;

import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.MemoryStore;

/** What preparing a message comes to, with what is stored. */
record Preparing(MemoryStore store) {
  private static final PrepareSend STEP = new PrepareSend();

  /** Of a message, online. */
  Outcome message(String id) {
    return message(id, online(DEVICE));
  }

  Outcome message(String id, Turn turn) {
    return Decisions.decide(STEP, new PrepareSend.Prepare(id), store, turn);
  }

  /** Of the message m1, once the service has answered what it asked. */
  Outcome answeredWith(int asked, Reply... replies) {
    return Decisions.answered(
        STEP, new PrepareSend.Prepare("m1"), asked, store, online(DEVICE), replies);
  }
}
