package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.connection.CloseReason;

/** The present connection ended, or did not come about. */
record ConnectionEnded(CloseReason reason) {}
