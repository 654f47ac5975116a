package dev.kubezap.operator.event;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;

/** Tells people what happened to a session. Best effort: nothing waits for it or fails with it. */
public interface EventRecorder {

  /** Something that is as it should be. */
  void normal(WhatsAppSession session, String reason, String message);

  /** Something that people should look at. */
  void warning(WhatsAppSession session, String reason, String message);
}
