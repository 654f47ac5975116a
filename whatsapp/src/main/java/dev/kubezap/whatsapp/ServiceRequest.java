package dev.kubezap.whatsapp;

/**
 * Something that a caller wants to know or have done at once, over the present connection: nothing
 * of it waits for a connection, and nothing is repeated. Each kind is one record beside the step
 * that does it.
 *
 * @param <A> what it is answered by; immutable
 */
public interface ServiceRequest<A> {}
