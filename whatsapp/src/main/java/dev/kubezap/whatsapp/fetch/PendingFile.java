package dev.kubezap.whatsapp.fetch;

import java.time.Instant;

/**
 * A file that is to be fetched.
 *
 * @param attempts how often it could not be
 * @param due when it is tried (again)
 */
record PendingFile(int attempts, Instant due) {}
