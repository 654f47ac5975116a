package dev.kubezap.whatsapp.groupchange;

import dev.kubezap.whatsapp.ServiceRequest;
import java.util.Optional;

/**
 * A change of a group that outlives its process and its connection. It is answered as the change
 * itself, or by {@link dev.kubezap.whatsapp.ServiceAnswer.Queued} when it goes on by itself.
 *
 * @param id names it; changes are performed in the order of their ids
 * @param change one that {@link GroupChangeKind} knows
 * @param queue whether it waits for a connection
 * @param key that the caller repeats it under, which {@link
 *     dev.kubezap.whatsapp.WhatsAppClient#begin} noted before
 */
public record GroupChangeRequest(
    String id, ServiceRequest<?> change, boolean queue, Optional<String> key)
    implements ServiceRequest<Object> {}
