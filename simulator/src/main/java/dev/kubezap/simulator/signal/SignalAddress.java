package dev.kubezap.simulator.signal;

/**
 * Whom a session is with: always the LID, whatever form a stanza has.
 *
 * @param lid digits
 * @param device 0 is the phone
 */
public record SignalAddress(String lid, int device) {}
