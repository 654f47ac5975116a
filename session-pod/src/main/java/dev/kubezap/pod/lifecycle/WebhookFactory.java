package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.webhook.Webhooks;

/** Makes what delivers the events of a session, once its database is reached; nothing runs yet. */
@FunctionalInterface
interface WebhookFactory {
  Webhooks make(ReadConnection connection, long sessionId, EventLog events);
}
