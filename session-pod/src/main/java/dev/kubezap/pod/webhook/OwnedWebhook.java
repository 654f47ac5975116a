package dev.kubezap.pod.webhook;

/** Whose rows are written: what is written has no effect once another epoch has begun. */
record OwnedWebhook(long sessionId, long epoch, String name) {}
